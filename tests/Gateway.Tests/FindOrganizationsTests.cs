using System.Net;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class FindOrganizationsTests(GatewayApp app)
{
    [Fact]
    public async Task Who_administers_accounts_finds_the_organizations_of_his_reach_by_name_and_code_without_business_permissions()
    {
        var district = await app.HasOrganizationAsync("00f001");
        var branch = await app.HasOrganizationAsync("00f001001");
        await app.HasOrganizationAsync("00f002");
        using var security = await app.AsAsync(("securityAdmin", district));

        var found = await FoundAsync(security, "sample 00f00");

        Assert.Equal([district, branch], found.Select(one => one.Id));
        Assert.Equal(["sample 00f001"], found[1].Path);
        Assert.Equal(branch, Assert.Single(await FoundAsync(security, found[1].Code)).Id);
        using var whole = await app.AsAsync(("securityAdmin", null));
        Assert.Equal(3, (await FoundAsync(whole, "sample 00f00")).Count);
    }

    [Fact]
    public async Task An_organization_that_is_closed_is_not_offered_and_the_search_is_for_administrators_of_accounts()
    {
        var closed = await app.HasOrganizationAsync("00f003");
        await app.TellAsync(GatewayApp.State(closed, 2, "00f003", Organizations.Contracts.OrganizationStatus.Abolished));
        using var security = await app.AsAsync(("securityAdmin", null));
        using var clerk = await app.AsAsync(("districtAdmin", null));

        Assert.Empty(await FoundAsync(security, "sample 00f003"));
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/api/v1/accounts/organizations?q=sample")).StatusCode);
        Assert.Equal("q", (await (await security.GetAsync("/api/v1/accounts/organizations?q=x")).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
    }

    private static async Task<List<PlaceResponse>> FoundAsync(HttpClient client, string q) =>
        await (await client.GetAsync($"/api/v1/accounts/organizations?q={Uri.EscapeDataString(q)}")).Read<List<PlaceResponse>>();
}
