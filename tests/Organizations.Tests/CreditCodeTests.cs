using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Tree;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class CreditCodeTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    private const string Sample = "91350100M000100Y43";
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Fact]
    public void T71_the_sample_is_valid_and_its_subject_is_checked_by_a_four()
    {
        Assert.Null(CreditCode.Check(Sample, out var code));
        Assert.Equal(Sample, code);
        Assert.Equal('4', CreditCode.SubjectCheckCharacter("M000100Y"));
        Assert.Equal('3', CreditCode.CheckCharacter(Sample.AsSpan()[..^1]));
    }

    [Theory]
    [InlineData('I')]
    [InlineData('O')]
    [InlineData('S')]
    [InlineData('V')]
    [InlineData('Z')]
    public void T71_letters_that_are_taken_for_digits_stand_nowhere(char letter)
    {
        for (var at = 0; at < Sample.Length; at++)
        {
            Assert.Equal("credit-code.malformed", CreditCode.Check(With(at, letter), out _));
        }
    }

    [Fact]
    public void Any_changed_character_is_found()
    {
        for (var at = 0; at < Sample.Length; at++)
        {
            Assert.All(Alphabet.Where(other => other != Sample[at]), other => Assert.NotNull(CreditCode.Check(With(at, other), out _)));
        }
    }

    [Fact]
    public void Small_letters_are_normalised()
    {
        Assert.Null(CreditCode.Check(Sample.ToLowerInvariant(), out var code));
        Assert.Equal(Sample, code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y433")]
    [InlineData("9135A100M000100Y43")]
    [InlineData("９1350100M000100Y43")]
    public void What_has_not_its_form_is_refused(string text) => Assert.Equal("credit-code.malformed", CreditCode.Check(text, out _));

    [Fact]
    public async Task It_is_given_changed_and_taken_away_and_a_wrong_one_is_refused_at_its_field()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");
        var asked = new RegisterOrganizationRequest("支部", OrganizationKind.Branch, "village", county.Id, CreditCode: Sample.ToLowerInvariant());

        var branch = await (await app.Admin.PostAsJsonAsync("/api/v1/organizations", asked, Wire.Json)).Read<OrganizationResponse>(HttpStatusCode.Created);
        Assert.Equal(Sample, branch.CreditCode);
        foreach (var (wrong, code) in new[] { (With(17, '4'), "credit-code.check-character"), (With(17, 'Z'), "credit-code.malformed") })
        {
            var refused = await (await ChangeAsync(wrong)).Refusal(HttpStatusCode.BadRequest);
            Assert.Equal(("creditCode", code), (refused.Errors![0].Field, refused.Errors[0].Code));
        }

        Assert.Equal(Sample, (await (await app.Admin.PatchAsJsonAsync(Path(), new ChangeOrganizationRequest(UnitName: "样例村"), Wire.Json)).Read<OrganizationResponse>()).CreditCode);
        Assert.Null((await (await ChangeAsync("")).Read<OrganizationResponse>()).CreditCode);

        Task<HttpResponseMessage> ChangeAsync(string given) => app.Admin.PatchAsJsonAsync(Path(), new ChangeOrganizationRequest(CreditCode: given), Wire.Json);

        string Path() => $"/api/v1/organizations/{branch.Id}";
    }

    [Fact]
    public async Task A_sheet_brings_it_and_a_wrong_one_is_named_by_row_and_column()
    {
        await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan", code: "USC");

        var job = await OrganizationsApp.Imported(
            app.Admin, $"组织编码,组织名称,组织类别,党建类型,上级组织编码,统一社会信用代码\nUSC-1,支部一,党支部,行政村,USC,{Sample}\nUSC-2,支部二,党支部,行政村,USC,{With(0, '1')}\nUSC-3,支部三,党支部,行政村,USC,\n");

        Assert.Equal((3L, "credit_code", "credit-code.check-character"), Assert.Single(job.Errors.Select(error => (error.Row, error.Column!, error.Code))));
        Assert.Equal(
            [("USC-1", Sample), ("USC-3", "")],
            await app.RowsAsync("select code, coalesce(credit_code, '') from party_organizations where code like 'USC-%' order by code", reader => (reader.GetString(0), reader.GetString(1))));
    }

    private static string With(int at, char character) => string.Concat(Sample.AsSpan(0, at), [character], Sample.AsSpan(at + 1));
}
