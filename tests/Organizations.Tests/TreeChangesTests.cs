using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Membership;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class TreeChangesTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task A_move_rewrites_the_subtree_and_tells_of_each()
    {
        var (city, east, west, branch, group) = await Tree();
        await app.ExecuteAsync("delete from outbox");

        var moved = await (await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{branch.Id}/move", new MoveOrganizationRequest(west.Id), Wire.Json))
            .Read<MoveOrganizationResponse>();

        Assert.Equal(2, moved.Moved);
        Assert.Equal(west.LevelCode + "001", moved.Organization.LevelCode);
        var states = (await app.OutboxAsync<OrganizationState>()).Select(body => JsonSerializer.Deserialize<OrganizationState>(body, Wire.Json)!).ToList();
        Assert.Equal([(branch.Id, west.LevelCode + "001", 2), (group.Id, west.LevelCode + "001001", 2)], states.OrderBy(s => s.LevelCode, StringComparer.Ordinal).Select(s => (s.Id, s.LevelCode, s.Version)));
        Assert.Equal(1, (await app.Rollup(east.Id)).Organizations.Total);
        Assert.Equal(3, (await app.Rollup(west.Id)).Organizations.Total);
        Assert.Equal(5, (await app.Rollup(city.Id)).Organizations.Total);
    }

    [Fact]
    public async Task Nothing_moves_below_itself()
    {
        var (_, east, _, branch, _) = await Tree();

        var refused = await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{east.Id}/move", new MoveOrganizationRequest(branch.Id), Wire.Json);

        Assert.Equal("organization.move-below-itself", (await refused.Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Who_administers_one_side_only_cannot_move()
    {
        var (_, east, west, branch, _) = await Tree();
        var clerk = app.As(east.LevelCode, "organizations.*");

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsJsonAsync($"/api/v1/organizations/{branch.Id}/move", new MoveOrganizationRequest(west.Id), Wire.Json)).StatusCode);
    }

    [Fact]
    public async Task Only_an_empty_organization_is_abolished()
    {
        var (_, _, _, branch, group) = await Tree();

        var refused = await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{branch.Id}/abolish", new AbolishOrganizationRequest("撤并"), Wire.Json);
        var closed = await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{group.Id}/abolish", new AbolishOrganizationRequest("撤并"), Wire.Json);

        Assert.Equal("organization.has-children", (await refused.Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(OrganizationStatus.Abolished, (await closed.Read<OrganizationResponse>()).Status);
        Assert.Equal(1, (await app.Rollup(branch.Id)).Organizations.Total);
    }

    [Fact]
    public async Task A_merged_organization_hands_its_subordinates_over()
    {
        var (city, east, west, branch, _) = await Tree();

        var merged = await (await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{east.Id}/merge", new MergeOrganizationRequest(west.Id, "撤并"), Wire.Json))
            .Read<OrganizationResponse>();

        Assert.Equal((OrganizationStatus.Merged, west.Id), (merged.Status, merged.MergedIntoId));
        Assert.Equal(west.Id, (await (await app.Admin.GetAsync($"/api/v1/organizations/{branch.Id}")).Read<OrganizationResponse>()).ParentId);
        Assert.Equal(4, (await app.Rollup(city.Id)).Organizations.Total);
    }

    [Fact]
    public async Task Member_counts_follow_the_members_service_in_any_order_and_however_often_it_tells()
    {
        var (city, east, west, branch, group) = await Tree();
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await Told(new MemberState(one, 2, branch.Id, MemberStatus.Formal, false), new MemberState(two, 1, group.Id, MemberStatus.Probationary, false));
        await Told(new MemberState(one, 1, west.Id, MemberStatus.Probationary, false));
        await Told(new MemberState(two, 1, group.Id, MemberStatus.Probationary, false));

        var counts = (await app.Rollup(east.Id)).Members;
        Assert.Equal((2, 1, 1), (counts.Total, counts.ByStatus["formal"], counts.ByStatus["probationary"]));

        await Told(new MemberState(one, 3, west.Id, MemberStatus.Formal, false));
        Assert.Equal(1, (await app.Rollup(east.Id)).Members.Total);
        Assert.Equal(1, (await app.Rollup(west.Id)).Members.Total);
        Assert.Equal(2, (await app.Rollup(city.Id)).Members.Total);
    }

    [Fact]
    public async Task Counters_equal_a_recount_after_any_sequence_of_changes()
    {
        var random = new Random(20260701);
        var root = await app.Registered("市委", null, OrganizationKind.Committee, "governmentOrgan");
        List<Guid> all = [root.Id];
        for (var step = 0; step < 60; step++)
        {
            var one = all[random.Next(all.Count)];
            switch (random.Next(5))
            {
                case 0 or 1 or 2:
                    all.Add((await app.Registered($"组织{step}", one, (OrganizationKind)random.Next(7), random.Next(2) == 0 ? "village" : "community")).Id);
                    break;
                case 3:
                    await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{one}/move", new MoveOrganizationRequest(all[random.Next(all.Count)]), Wire.Json);
                    break;
                default:
                    if (one != root.Id && (await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{one}/abolish", new AbolishOrganizationRequest("x"), Wire.Json)).IsSuccessStatusCode)
                    {
                        all.Remove(one);
                    }

                    break;
            }
        }

        var wrong = await app.RowsAsync("""
            with recount as (
              select left(o.level_code, s.n) as level_code, m.measure, count(*)::int as count
              from party_organizations o cross join lateral generate_series(3, length(o.level_code), 3) s(n)
                cross join lateral unnest(array['organizations', 'kind:' || o.kind, 'domainType:' || o.domain_type]) m(measure)
              where o.status = 'active' group by 1, 2)
            select coalesce(r.level_code, k.level_code) || ' ' || coalesce(r.measure, k.measure) from recount r full join
              (select * from rollups where count <> 0 and measure not like 'member%') k on k.level_code = r.level_code and k.measure = r.measure
            where r.count is distinct from k.count
            """, reader => reader.GetString(0));
        Assert.Empty(wrong);
    }

    private async Task<(OrganizationResponse City, OrganizationResponse East, OrganizationResponse West, OrganizationResponse Branch, OrganizationResponse Group)> Tree()
    {
        var city = await app.Registered("市委", null, OrganizationKind.Committee, "governmentOrgan");
        var east = await app.Registered("东区", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var west = await app.Registered("西区", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var branch = await app.Registered("支部", east.Id);
        return (city, east, west, branch, await app.Registered("小组", branch.Id, OrganizationKind.Group));
    }

    private async Task Told(params MemberState[] states)
    {
        await using var db = app.Services.GetRequiredService<SystemDb<OrganizationsDb>>().Create();
        await new OnMemberState().HandleAsync(states, db, default);
    }
}
