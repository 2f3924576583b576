using System.Net;
using System.Text.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Feed;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>The types of the feed that came after organizations and members.</summary>
public sealed class FeedTypeTests(FeedTests.OwnGateway app) : IClassFixture<FeedTests.OwnGateway>
{
    private const string OrganizationFeed = "/api/v1/organizations/feed";
    private const string MemberFeed = "/api/v1/members/feed";
    private const string CaseFeed = "/api/v1/assessment/rectifications/feed";
    private const string PairFeed = "/api/v1/pairing/pairs/feed";

    // As long as a service's own cursors are.
    private static readonly string[] Cursors = [.. Enumerable.Range(0, 4).Select(n => new string((char)('a' + n), 22))];

    [Fact]
    public async Task Cases_and_pairs_stand_behind_members_each_with_its_own_cursor_and_a_cursor_of_before_stays_without_them()
    {
        var (rectification, pair) = (Rectification(), Pair());
        using var session = await app.AsAsync(("branchSecretary", await app.HasOrganizationAsync("001")));
        Answer("organizations", OrganizationFeed, new FeedPage<OrganizationResponse>([], Cursors[0], false));
        Answer("members", MemberFeed, new FeedPage<MemberResponse>([], Cursors[1], false));
        Answer("assessment", CaseFeed, new FeedPage<RectificationResponse>(Items(rectification, c => c.Id, c => c.Version), Cursors[2], false));
        Answer("pairing", PairFeed, new FeedPage<PairResponse>([.. Items(pair, p => p.Id, p => p.Version), new(2, app.Clock.GetUtcNow(), pair.Id, 6, FeedKind.OutOfReach, null)], Cursors[3], false));

        var page = await (await session.GetAsync("/api/v1/changes?limit=9")).Read<ChangesResponse>();

        Assert.Equal([(FeedType.Rectification, rectification.Id), (FeedType.Pair, pair.Id), (FeedType.Pair, pair.Id)], page.Items.Select(item => (item.Type, item.Id)));
        Assert.Equal((null, null, rectification.Name, null), (page.Items[0].Organization, page.Items[0].Member, page.Items[0].Rectification!.Name, page.Items[0].Pair));
        Assert.Equal((null, null, null, pair), (page.Items[1].Organization, page.Items[1].Member, page.Items[1].Rectification, page.Items[1].Pair));
        Assert.Equal((FeedKind.OutOfReach, null), (page.Items[2].Kind, page.Items[2].Pair));
        Assert.Equal("?limit=8", app.Behind["pairing"].Queries[PairFeed]);
        Assert.Equal($"organization.{Cursors[0]}~member.{Cursors[1]}~rectification.{Cursors[2]}~pair.{Cursors[3]}", page.Cursor);

        app.Behind["pairing"].Queries.Clear();
        var before = await (await session.GetAsync($"/api/v1/changes?cursor=organization.{Cursors[0]}~member.{Cursors[1]}")).Read<ChangesResponse>();
        Assert.Equal($"organization.{Cursors[0]}~member.{Cursors[1]}", before.Cursor);
        Assert.Empty(app.Behind["pairing"].Queries);
        var named = await (await session.GetAsync($"/api/v1/changes?types=pair,rectification&cursor=rectification.{Cursors[2]}~pair.{Cursors[3]}")).Read<ChangesResponse>();
        Assert.Equal(3, named.Items.Count);
        Assert.Equal("types", Assert.Single((await (await session.GetAsync($"/api/v1/changes?types=pair&cursor={page.Cursor}")).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
    }

    [Fact]
    public async Task A_snapshot_goes_on_with_cases_and_pairs_and_a_walk_on_the_other_side_is_a_place_like_any()
    {
        var (rectification, pair) = (Rectification(), Pair());
        using var session = await app.AsAsync(("cityAdmin", null));
        Answer("assessment", CaseFeed + "/snapshot", new FeedSnapshot<RectificationResponse>([rectification], null, Cursors[2]));
        Answer("pairing", PairFeed + "/snapshot", new FeedSnapshot<PairResponse>([pair], Cursors[3] + ".1.place", null));

        var first = await (await session.GetAsync("/api/v1/changes/snapshot?types=rectification,pair&limit=2")).Read<SnapshotResponse>();

        Assert.Equal([(FeedType.Rectification, rectification.Id, rectification.Version), (FeedType.Pair, pair.Id, pair.Version)], first.Items.Select(item => (item.Type, item.Id, item.Version)));
        Assert.Equal((rectification.Name, pair), (first.Items[0].Rectification!.Name, first.Items[1].Pair));
        Answer("pairing", PairFeed + "/snapshot", new FeedSnapshot<PairResponse>([], null, Cursors[3]));
        var last = await (await session.GetAsync($"/api/v1/changes/snapshot?limit=2&cursor={first.Next}")).Read<SnapshotResponse>();
        Assert.Equal($"?limit=2&cursor={Cursors[3]}.1.place", app.Behind["pairing"].Queries[PairFeed + "/snapshot"]);
        Assert.Equal($"rectification.{Cursors[2]}~pair.{Cursors[3]}", last.Changes);
    }

    [Fact]
    public void Each_type_stands_in_the_table_at_its_place_and_is_read_by_what_its_resource_lets_read()
    {
        Assert.Equal(Enum.GetValues<FeedType>(), FeedSource.All.Select(source => source.Type));
        Assert.All(FeedSource.All, source =>
        {
            Assert.Same(source, FeedSource.For(source.Type));
            Assert.True(AppPermissions.Of(source.Resource, AppAccess.Read).Allows(source.Permission));
            Assert.Equal(source.Service, source.Resource.ToString(), ignoreCase: true);
        });
    }

    private void Answer<T>(string service, string path, T body) => app.Behind[service].Answers[path] = JsonSerializer.Serialize(body, Wire.Json);

    private FeedItem<T>[] Items<T>(T one, Func<T, Guid> id, Func<T, int> version)
        where T : class => [new(1, app.Clock.GetUtcNow(), id(one), version(one), FeedKind.Changed, one)];

    private static RectificationResponse Rectification() =>
        new(Guid.CreateVersion7(), 3, Guid.CreateVersion7(), Guid.CreateVersion7(), 2026, Guid.CreateVersion7(), "S1", "样例支部", "village", ListingReason.GradeD, RectificationState.Identified,
            null, null, null, null, null, [], null, null, [], null, null, null, default, default);

    private static PairResponse Pair() =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), ProgrammeKind.Organizations, PairState.Active, Party("样例村"), Party("样例局"), PairSource.Manual, new(2026, 6, 1), null, null, 0, null, 5);

    private static PartyResponse Party(string name) => new(Guid.CreateVersion7(), Guid.CreateVersion7(), "S1", name, null);
}
