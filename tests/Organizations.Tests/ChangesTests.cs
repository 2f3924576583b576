using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class ChangesTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task What_posts_within_reach_changed_is_told_newest_first_and_what_others_changed_is_not()
    {
        var city = await app.Registered("丙市委", null, OrganizationKind.Committee, "governmentOrgan");
        var east = await app.Registered("丙市东区委", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var west = await app.Registered("丙市西区委", city.Id, OrganizationKind.Committee, "governmentOrgan");
        using var eastern = app.As(east.LevelCode, "organizations.*");
        using var western = app.As(west.LevelCode, "organizations.*");
        var branch = await (await eastern.PostAsJsonAsync(
            "/api/v1/organizations", new RegisterOrganizationRequest("丙东支部", OrganizationKind.Branch, "village", east.Id), Wire.Json)).Read<OrganizationResponse>(HttpStatusCode.Created);
        await (await eastern.PatchAsJsonAsync($"/api/v1/organizations/{branch.Id}", new { name = "丙东第一支部" }, Wire.Json)).Read<OrganizationResponse>();

        var seen = await ChangesOfAsync(eastern);
        var elsewhere = await ChangesOfAsync(western);
        var above = await ChangesOfAsync(app.As(city.LevelCode, "organizations.read"));

        Assert.Equal(["partyOrganization.changed", "partyOrganization.added"], seen.Select(change => change.Action));
        Assert.All(seen, change => Assert.Equal(("organizations", branch.Id), (change.Service, change.ObjectId!.Value)));
        Assert.Empty(elsewhere);
        Assert.Equal(seen.Select(change => change.Id), above.Select(change => change.Id));
        Assert.Single(await ChangesOfAsync(eastern, "?limit=1"));
        Assert.Equal(HttpStatusCode.BadRequest, (await eastern.GetAsync("/api/v1/organizations/changes?limit=0")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(east.LevelCode, "members.read").GetAsync("/api/v1/organizations/changes")).StatusCode);
    }

    private static async Task<List<ChangeItem>> ChangesOfAsync(HttpClient client, string query = "") =>
        await (await client.GetAsync($"/api/v1/organizations/changes{query}")).Read<List<ChangeItem>>();
}
