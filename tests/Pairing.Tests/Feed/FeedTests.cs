using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Feed;

public sealed class FeedTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task Who_reaches_either_side_hears_of_each_change_who_reaches_both_of_each_once_and_who_reaches_neither_of_none()
    {
        var (county, programme) = await HasProgramme();
        var (town, bureaus) = (county.LevelCode + "00t", county.LevelCode + "00b");
        FeedReader[] reaching =
        [
            await FeedReader.BeginAsync(app, town), await FeedReader.BeginAsync(app, bureaus), await FeedReader.BeginAsync(app, county.LevelCode), await FeedReader.BeginAsync(app, "0"),
            await FeedReader.BeginAsync(app, $"{bureaus},{town}"), await FeedReader.BeginAsync(app, county.LevelCode, county.TownId), await FeedReader.BeginAsync(app, "0", county.BureausId),
        ];
        FeedReader[] elsewhere = [await FeedReader.BeginAsync(app, (await app.HasCounty()).LevelCode), await FeedReader.BeginAsync(app, county.LevelCode + "00z")];

        var pair = await county.Formed(programme, await county.HasVillage(), await county.HasBureau());
        await (await county.Post($"pairs/{pair.Id}/visits", new RecordVisitRequest(new(2026, 6, 20), ["law"]))).Read<VisitResponse>(HttpStatusCode.Created);
        var ended = await (await county.Post($"pairs/{pair.Id}/end", new EndPairRequest("期满"))).Read<PairResponse>();

        long[]? positions = null;
        foreach (var reader in reaching)
        {
            var items = await reader.ReadAsync();
            Assert.Equal([(pair.Id, 1, FeedKind.Changed), (pair.Id, 2, FeedKind.Changed), (pair.Id, 3, FeedKind.Changed)], items.Select(item => (item.Id, item.Version, item.Kind)));
            // One that has ended is told as it is: history stays in the copy.
            Assert.All(items, item => Assert.Equal(ended, item.Data));
            Assert.Equal(positions ??= [.. items.Select(item => item.Position)], items.Select(item => item.Position));
            Assert.Empty(await reader.ReadAsync());
        }

        Assert.All(await Task.WhenAll(elsewhere.Select(reader => reader.ReadAsync())), Assert.Empty);
    }

    [Fact]
    public async Task Of_the_other_side_the_feed_tells_what_the_lists_tell_and_where_it_stands_to_nobody()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme("pairingPrinciple", ProgrammeKind.Members)).Id;
        var (town, bureaus) = (await FeedReader.BeginAsync(app, county.LevelCode + "00t"), await FeedReader.BeginAsync(app, county.LevelCode + "00b"));
        var job = await PairingApp.Imported(county.Clerk, programme,
            $"帮扶人所在组织编码,帮扶人编号,帮扶人姓名,对象所在组织编码,帮扶对象编号,帮扶对象姓名,结对日期\n{county.Code}-B,H1,帮扶一,{county.Code}-T,N1,对象一,2026-03-01\n");
        Assert.Equal((JobState.Succeeded, 0), (job.State, job.ErrorCount));

        foreach (var (reader, side) in new[] { (town, "need"), (bureaus, "helper") })
        {
            var listed = Assert.Single((await (await reader.Client.GetAsync($"/api/v1/pairing/pairs?side={side}")).Read<Page<PairResponse>>()).Items);
            using var answer = await reader.AskAsync();
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(listed, Assert.Single((await answer.Read<FeedPage<PairResponse>>()).Items).Data);
            Assert.DoesNotContain(county.LevelCode + "00", text, StringComparison.Ordinal);
            Assert.Equal(listed, Assert.Single(await reader.SnapshotAsync(limit: 10)));
        }

        // The log itself holds neither names nor codes of persons.
        Assert.Equal(
            [county.LevelCode + "00t", county.LevelCode + "00b"],
            Assert.Single(await app.RowsAsync("select places || other_places from change_sets where ids = array[$1]", row => row.GetFieldValue<string[]>(0), (await Single(county, programme)).Id)));
    }

    [Fact]
    public async Task A_side_that_moves_out_of_reach_is_a_tombstone_only_to_who_reaches_neither_side_any_more()
    {
        var (county, programme) = await HasProgramme();
        var (village, bureau) = (await county.HasVillage(), await county.HasBureau());
        var pair = await county.Formed(programme, village, bureau);
        var (town, other, bureaus, whole, two) = (
            await FeedReader.BeginAsync(app, county.LevelCode + "00t"), await FeedReader.BeginAsync(app, county.LevelCode + "00u"), await FeedReader.BeginAsync(app, county.LevelCode + "00b"),
            await FeedReader.BeginAsync(app, county.LevelCode), await FeedReader.BeginAsync(app, $"{county.LevelCode}00b,{county.LevelCode}00t"));

        await app.HasStates(village.At(county.LevelCode + "00u001"));

        Assert.Equal([(pair.Id, FeedKind.OutOfReach, null)], (await town.ReadAsync()).Select(item => (item.Id, item.Kind, item.Data)));
        foreach (var reader in (FeedReader[])[other, bureaus, whole, two])
        {
            var item = Assert.Single(await reader.ReadAsync());
            Assert.Equal((pair.Id, 2, FeedKind.Changed, village), (item.Id, item.Version, item.Kind, item.Data!.Need.OrganizationId));
        }

        await app.HasStates(bureau.At(county.LevelCode + "00c001"));

        Assert.Empty(await town.ReadAsync());
        Assert.Equal(FeedKind.OutOfReach, Assert.Single(await bureaus.ReadAsync()).Kind);
        Assert.Equal(FeedKind.OutOfReach, Assert.Single(await two.ReadAsync()).Kind);
        Assert.Equal(3, Assert.Single(await other.ReadAsync()).Data!.Version);
        Assert.Equal(3, Assert.Single(await whole.ReadAsync()).Data!.Version);
    }

    [Fact]
    public async Task Where_both_sides_move_together_it_is_one_change_and_a_new_name_is_one_as_well()
    {
        var (county, programme) = await HasProgramme();
        var (village, bureau) = (await county.HasVillage(), await county.HasBureau());
        var pair = await county.Formed(programme, village, bureau);
        var (before, after) = (await FeedReader.BeginAsync(app, county.LevelCode), await FeedReader.BeginAsync(app, "0zz"));

        await app.HasStates(village.At("0zz00t001"), bureau.At("0zz00b001"));

        Assert.Equal([(pair.Id, 2, FeedKind.OutOfReach)], (await before.ReadAsync()).Select(item => (item.Id, item.Version, item.Kind)));
        Assert.Equal([(pair.Id, 2, FeedKind.Changed)], (await after.ReadAsync()).Select(item => (item.Id, item.Version, item.Kind)));

        await app.HasStates(bureau.At("0zz00b001", version: 3, name: "新名局支部"));

        Assert.Equal((3, "新名局支部"), Assert.Single(await after.ReadAsync()) is { Data: { } data } ? (data.Version, data.Helper.OrganizationName) : default);
        // What says nothing new is no change.
        await app.HasStates(bureau.At("0zz00b001", version: 4, name: "新名局支部"));
        Assert.Empty(await after.ReadAsync());
        Assert.Empty(await before.ReadAsync());
    }

    [Fact]
    public async Task A_snapshot_in_small_pages_holds_each_pair_of_either_side_once_the_needs_side_first()
    {
        var (county, programme) = await HasProgramme();
        for (var n = 0; n < 4; n++)
        {
            await county.Formed(programme, await county.HasVillage(), await county.HasBureau());
            await county.Formed(programme, await county.HasVillage(), await county.HasVillage());
            await county.Formed(programme, await county.HasBureau(), await county.HasVillage());
        }

        var gone = (await county.Pairs(programme))[0];
        await (await county.Post($"pairs/{gone.Id}/end", new EndPairRequest("期满"))).Read<PairResponse>();
        var (town, bureaus) = (county.LevelCode + "00t", county.LevelCode + "00b");
        foreach (var (scope, under, count) in new[] { (town, null, 12), (bureaus, null, 8), (county.LevelCode, null, 12), ($"{bureaus},{town}", null, 12), ("0", county.BureausId, 8), ("0", (Guid?)county.Id, 12) })
        {
            var reader = await FeedReader.BeginAsync(app, scope, under);
            foreach (var limit in (int[])[1, 3, 4, 8, 1000])
            {
                var told = await reader.SnapshotAsync(limit);
                Assert.Equal(count, told.Count);
                Assert.Equal(await reader.ListedAsync(), told.OrderBy(pair => pair.Id));
                Assert.Empty(await reader.ReadAsync());
            }
        }

        // Twelve of a need in the town, then those of a helper there alone; each in the order of the tree.
        var places = (await app.RowsAsync("select id, need_level_code, helper_level_code from pairs where programme_id = $1", row => (Id: row.GetGuid(0), Need: row.GetString(1), Helper: row.GetString(2)), programme))
            .ToDictionary(row => row.Id);
        var expected = places.Values.Where(row => Inside(row.Need)).OrderBy(row => row.Need, StringComparer.Ordinal)
            .Concat(places.Values.Where(row => !Inside(row.Need)).OrderBy(row => row.Helper, StringComparer.Ordinal)).Select(row => row.Id);
        Assert.Equal(expected, (await new FeedReader(app.As(town, "pairing.read")).SnapshotAsync(limit: 5)).Select(pair => pair.Id));

        bool Inside(string place) => place.StartsWith(town, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?cursor=x")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA.x")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA.0.AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA.2.AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA.1.1.AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_malformed_is_said_so(string query) =>
        Assert.Equal("request.invalid", (await (await app.As("001", "pairing.read").GetAsync($"/api/v1/pairing/pairs/feed{query}")).Refusal(HttpStatusCode.BadRequest)).Code);

    [Fact]
    public async Task Who_may_not_read_pairs_is_refused_and_a_subtree_of_others_is_not_found()
    {
        var (county, neighbour) = (await app.HasCounty(), await app.HasCounty());

        foreach (var route in (string[])["feed", "feed/snapshot"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await app.As(county.LevelCode, "members.read", "pairing.visit").GetAsync($"/api/v1/pairing/pairs/{route}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await app.As(county.LevelCode, "pairing.read").GetAsync($"/api/v1/pairing/pairs/{route}?under={neighbour.Id}")).StatusCode);
        }
    }

    private static async Task<PairResponse> Single(County county, Guid programme) => Assert.Single(await county.Pairs(programme));

    private async Task<(County County, Guid Programme)> HasProgramme()
    {
        var county = await app.HasCounty();
        return (county, (await county.HasProgramme()).Id);
    }
}
