using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;

namespace PartyCloud.Members.Tests.Protection;

public sealed class IdentityNumberTests
{
    [Theory]
    [InlineData("11010519491231002X", 1949, 12, 31, Sex.Female)]
    [InlineData("440524188001010014", 1880, 1, 1, Sex.Male)]
    public void The_samples_of_the_standard_are_valid_and_tell_birth_date_and_sex(string text, int year, int month, int day, Sex sex)
    {
        Assert.Null(IdentityNumber.Check(text, out var number));
        Assert.Equal((text, new DateOnly(year, month, day), sex), (number.Text, number.BirthDate, number.Sex));
    }

    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("440524188001010014")]
    public void Any_changed_digit_is_found(string text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            foreach (var other in "0123456789X".Where(character => character != text[position]))
            {
                var changed = text[..position] + other + text[(position + 1)..];
                Assert.NotNull(IdentityNumber.Check(changed, out _));
            }
        }
    }

    [Fact]
    public void Of_any_seventeen_digits_one_check_character_fits_and_two_exchanged_digits_are_found()
    {
        var random = new Random(20260701);
        for (var round = 0; round < 5000; round++)
        {
            var person = random.Next(18_000_000);
            var text = MembersApp.IdNumber(person);
            Assert.Null(IdentityNumber.Check(text, out _));
            Assert.Single("0123456789X", character => IdentityNumber.Check(text[..17] + character, out _) is null);

            var at = random.Next(16);
            if (text[at] != text[at + 1])
            {
                var exchanged = text[..at] + text[at + 1] + text[at] + text[(at + 2)..];
                Assert.NotNull(IdentityNumber.Check(exchanged, out _));
            }
        }
    }

    [Fact]
    public void A_small_x_is_normalised()
    {
        Assert.Null(IdentityNumber.Check("11010519491231002x", out var number));
        Assert.Equal("11010519491231002X", number.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("110105194912310")]
    [InlineData("11010519491231002XX")]
    [InlineData("01010519491231002X")]
    [InlineData("1101051949123100２X")]
    public void What_has_not_the_form_is_malformed(string text) => Assert.Equal("identity.malformed", IdentityNumber.Check(text, out _));

    [Fact]
    public void A_day_that_never_was_is_refused_though_the_check_character_fits()
    {
        const string digits = "11010519490231002";
        Assert.Equal("identity.birth-date", IdentityNumber.Check(digits + IdentityNumber.CheckCharacter(digits), out _));
    }

    [Fact]
    public void The_mask_shows_the_first_six_and_the_last_four()
    {
        IdentityNumber.Check("11010519491231002X", out var number);
        Assert.Equal("110105********002X", number.Masked);
        Assert.Equal("110105********002X", number.ToString());
    }
}
