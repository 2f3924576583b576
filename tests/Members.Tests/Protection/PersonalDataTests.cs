using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using PartyCloud.Members.Protection;

namespace PartyCloud.Members.Tests.Protection;

public sealed class PersonalDataTests
{
    private static readonly byte[] Somebody = new byte[32];

    [Fact]
    public void What_was_sealed_opens_again_and_looks_different_each_time()
    {
        using var keys = Keys(current: 1, 1);
        var (one, other) = (keys.Seal(Sealed.Phone, Somebody, "13800001234"), keys.Seal(Sealed.Phone, Somebody, "13800001234"));

        Assert.Equal("13800001234", keys.OpenText(Sealed.Phone, Somebody, one));
        Assert.NotEqual(one, other);
        Assert.DoesNotContain("13800001234", Encoding.Latin1.GetString(one), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cipher_opens_neither_for_another_person_nor_in_another_column_nor_when_a_bit_was_flipped()
    {
        using var keys = Keys(current: 1, 1);
        var box = keys.Seal(Sealed.Phone, Somebody, "13800001234");
        var another = new byte[32];
        another[31] = 1;

        Assert.ThrowsAny<CryptographicException>(() => keys.OpenText(Sealed.Phone, another, box));
        Assert.ThrowsAny<CryptographicException>(() => keys.OpenText(Sealed.Income, Somebody, box));
        box[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => keys.OpenText(Sealed.Phone, Somebody, box));
    }

    [Fact]
    public void After_a_change_of_keys_the_older_texts_still_open_and_the_hash_stays()
    {
        using var before = Keys(current: 1, 1);
        using var after = Keys(current: 2, 1, 2);
        var box = before.Seal(Sealed.Phone, Somebody, "13800001234");

        Assert.Equal("13800001234", after.OpenText(Sealed.Phone, Somebody, box));
        Assert.Equal(2, after.Seal(Sealed.Phone, Somebody, "13800001234")[0]);
        Assert.Equal(before.Hash(Sealed.Phone, "13800001234"), after.Hash(Sealed.Phone, "13800001234"));
        using var without = Keys(current: 2, 2);
        Assert.Throws<CryptographicException>(() => without.OpenText(Sealed.Phone, Somebody, box));
    }

    [Fact]
    public void A_key_that_is_missing_or_short_stops_the_start()
    {
        Assert.Throws<InvalidOperationException>(() => Keys(current: 3, 1));
        Assert.Throws<InvalidOperationException>(() => new DataKeys(Configuration(new() { ["DataKeys:Current"] = "1", ["DataKeys:1"] = "c2hvcnQ=" })));
    }

    [Theory]
    [InlineData("13800001234", "13800001234", "138****1234")]
    [InlineData(" 138-0000 1234", "13800001234", "138****1234")]
    [InlineData("+8613800001234", "+8613800001234", "+86****1234")]
    [InlineData("0454-1234567", "04541234567", "045****4567")]
    [InlineData("1234567", "1234567", "****67")]
    public void A_telephone_is_normalised_and_masked(string text, string normal, string masked)
    {
        Assert.Equal(normal, PersonalData.NormalizePhone(text));
        Assert.Equal(masked, PersonalData.MaskPhone(normal));
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("138a0001234")]
    [InlineData("138+00001234")]
    [InlineData("138000012341380000123")]
    public void What_is_no_telephone_is_refused(string text) => Assert.Null(PersonalData.NormalizePhone(text));

    private static DataKeys Keys(int current, params int[] numbers)
    {
        var settings = numbers.ToDictionary(number => $"DataKeys:{number}", number => (string?)Convert.ToBase64String(SHA256.HashData([(byte)number])));
        settings["DataKeys:Current"] = $"{current}";
        settings["DataKeys:Hash"] = Convert.ToBase64String(SHA256.HashData("hash"u8));
        return new(Configuration(settings));
    }

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
