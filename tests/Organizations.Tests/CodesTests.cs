using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class CodesTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task The_lists_hold_every_value_of_the_fields_with_its_names()
    {
        var lists = await (await app.Admin.GetAsync("/api/v1/organizations/code-lists")).Read<List<CodeList>>();

        var kinds = lists.Single(list => list.Name == "organizationKind").Entries;
        Assert.Equal(
            Enum.GetNames<OrganizationKind>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal), kinds.Select(kind => kind.Code).Order(StringComparer.Ordinal));
        Assert.Equal(("党支部", "Branch"), (kinds.Single(kind => kind.Code == "branch").Name, kinds.Single(kind => kind.Code == "branch").NameEn));
        Assert.All(lists.SelectMany(list => list.Entries), entry => Assert.False(string.IsNullOrWhiteSpace(entry.Name) || string.IsNullOrWhiteSpace(entry.NameEn)));
    }

    [Fact]
    public async Task The_codes_of_refusals_are_there_with_the_text_that_a_refusal_bears_and_no_names_among_them()
    {
        var codes = (await (await app.Admin.GetAsync("/api/v1/organizations/problem-codes")).Read<List<ProblemCode>>()).ToDictionary(code => code.Code, StringComparer.Ordinal);
        var root = await app.Registered("样例党委", null, OrganizationKind.Committee, "governmentOrgan");
        await app.Registered("样例支部", root.Id);
        using var client = app.Admin;
        client.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));

        var refused = await (await client.PostAsync($"/api/v1/organizations/{root.Id}/abolish", System.Net.Http.Json.JsonContent.Create(new AbolishOrganizationRequest("x")))).Refusal(HttpStatusCode.Conflict);

        Assert.Equal(refused.Detail, codes[refused.Code].TextEn);
        Assert.NotEqual(refused.Detail, codes[refused.Code].Text);
        Assert.Contains("field.required", codes.Keys);
        Assert.Contains("changes.too-old", codes.Keys);
        Assert.DoesNotContain(codes.Keys, code => code.StartsWith("choice.", StringComparison.Ordinal) || code.StartsWith("status.", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As("0", "members.read").GetAsync("/api/v1/organizations/problem-codes")).StatusCode);
    }
}
