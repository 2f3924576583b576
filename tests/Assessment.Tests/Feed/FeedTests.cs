using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests.Feed;

public sealed class FeedTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    private const string Feed = $"{Root}/rectifications/feed";

    [Fact]
    public async Task Every_state_of_a_case_is_told_and_one_that_is_over_stays_in_the_copy()
    {
        var (root, branches) = await HasBranches(1);
        using var client = app.As(root.LevelCode, "assessment.*");
        using var neighbour = app.As((await app.HasRoot()).LevelCode, "assessment.*");
        var (cursor, elsewhere) = (await Begin(client), await Begin(neighbour));

        var id = (await HasCases(root, branches)).Single();
        await Step(client, id, "plan", new PlanRequest("书记空缺四个月", "配齐班子", new(2026, 12, 31)));
        await Step(client, id, "measures", new AddMeasuresRequest([new("书记空缺", "选派书记", "乡镇党委", new(2026, 9, 30), MeasurePriority.Immediate)]));
        await Step(client, id, "measures/1/complete", new CompleteMeasureRequest("已到任"));
        await Step(client, id, "self-check", new SelfCheckRequest("已完成"));
        await Step(client, id, "acceptance", new AcceptanceRequest(82.5m, 15, 2, "联合验收组", "达标"));
        await Step(client, id, "close", new CloseRequest());
        var database = app.Services.GetRequiredService<ServiceDatabase>();
        await FollowUp.RunAsync(database, new(2026, 7, 1), app.Clock.GetUtcNow(), CancellationToken.None);
        await FollowUp.RunAsync(database, new(2027, 7, 1), app.Clock.GetUtcNow(), CancellationToken.None);

        var now = await (await client.GetAsync($"{Root}/rectifications/{id}")).Read<RectificationResponse>();
        Assert.Equal(RectificationState.Ended, now.State);
        var items = (await Read(client, cursor)).Items;
        // A plan that its writer may approve himself is two steps in one change.
        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9, 10], items.Select(item => item.Version));
        Assert.All(items, item => Assert.Equal((id, FeedKind.Changed), (item.Id, item.Kind)));
        Same(now, items[^1].Data!);
        Same(now, Assert.Single((await Snapshot(client)).Items));
        Assert.Empty((await Read(neighbour, elsewhere)).Items);
    }

    [Fact]
    public async Task A_case_that_gives_way_to_a_new_one_is_told_in_its_last_state()
    {
        var (root, branches) = await HasBranches(1);
        using var client = app.As(root.LevelCode, "assessment.*");
        var first = (await HasCases(root, branches)).Single();
        var cursor = await Begin(client);

        var second = (await HasCases(root, branches, year: 2027)).Single(id => id != first);

        var items = (await Read(client, cursor)).Items;
        Assert.Equal([(first, 2, RectificationState.Relisted), (second, 1, RectificationState.Identified)], items.Select(item => (item.Id, item.Version, item.Data!.State)));
    }

    [Fact]
    public async Task A_case_goes_with_its_organization_and_leaves_a_tombstone_where_it_was()
    {
        var (root, branches) = await HasBranches(2);
        using var client = app.As(root.LevelCode, "assessment.read");
        var cases = await HasCases(root, branches);
        using var left = app.As(branches[0].LevelCode, "assessment.read");
        using var west = app.As($"{root.LevelCode}900", "assessment.read");
        var (before, after, above) = (await Begin(left), await Begin(west), await Begin(client));

        await app.Hears(branches[0] with { Version = 2, LevelCode = $"{root.LevelCode}900001" });

        var gone = Assert.Single((await Read(left, before)).Items);
        Assert.Equal((1, FeedKind.OutOfReach, null), (gone.Version, gone.Kind, gone.Data));
        Assert.Contains(gone.Id, cases);
        foreach (var (who, cursor) in new[] { (west, after), (client, above) })
        {
            var came = Assert.Single((await Read(who, cursor)).Items);
            Assert.Equal((gone.Id, FeedKind.Changed, branches[0].Id), (came.Id, came.Kind, came.Data!.OrganizationId));
        }
    }

    [Fact]
    public async Task A_snapshot_in_small_pages_holds_each_case_once_in_the_order_of_the_ledger()
    {
        var (root, branches) = await HasBranches(7);
        using var client = app.As(root.LevelCode, "assessment.read");
        await HasCases(root, branches);
        var listed = (await (await client.GetAsync($"{Root}/rectifications?limit=200")).Read<Page<RectificationResponse>>()).Items;
        Assert.Equal(7, listed.Count);

        foreach (var limit in (int[])[1, 3, 7, 1000])
        {
            Assert.Equal(listed.Select(c => c.Id), (await Snapshot(client, limit)).Items.Select(c => c.Id));
        }

        Assert.Single((await Snapshot(app.As(root.LevelCode, "assessment.read"), under: branches[3].Id)).Items);
    }

    [Fact]
    public async Task Who_may_not_read_there_is_refused_and_a_subtree_of_others_is_not_found()
    {
        var (root, other) = (await app.HasRoot(), await app.HasRoot());
        foreach (var route in (string[])[Feed, Feed + "/snapshot"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await app.As(root.LevelCode, "assessment.rectify").GetAsync(route)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await app.As(root.LevelCode, "assessment.read").GetAsync($"{route}?under={other.Id}")).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await app.As(root.LevelCode, "assessment.read").GetAsync($"{route}?cursor=x")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await app.As(root.LevelCode, "assessment.read").GetAsync($"{Feed}/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA.1.AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);
    }

    [Fact]
    public async Task Many_are_read_by_id_and_those_out_of_reach_are_missing()
    {
        var (root, branches) = await HasBranches(2);
        var (other, others) = await HasBranches(1);
        var cases = await HasCases(root, branches);
        var foreign = (await HasCases(other, others)).Single();
        using var client = app.As(root.LevelCode, "assessment.read");

        var read = await (await Many(client, cases[1], foreign, cases[0], cases[1])).Read<BatchGetRectificationsResponse>();

        Assert.Equal([cases[1], cases[0]], read.Items.Select(c => c.Id));
        Same(await (await client.GetAsync($"{Root}/rectifications/{cases[1]}")).Read<RectificationResponse>(), read.Items[0]);
        Assert.Equal([foreign], read.Missing);
        Assert.Equal("ids", Assert.Single((await (await Many(client)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal("ids", Assert.Single((await (await Many(client, [.. Enumerable.Range(0, 1001).Select(_ => Guid.CreateVersion7())])).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal(HttpStatusCode.Forbidden, (await Many(app.As(root.LevelCode, "assessment.rectify"), foreign)).StatusCode);

        static Task<HttpResponseMessage> Many(HttpClient client, params Guid[] ids) =>
            client.PostAsJsonAsync($"{Root}/rectifications/batch-get", new BatchGetRectificationsRequest(ids), Wire.Json);
    }

    [Fact]
    public async Task A_copy_of_snapshot_and_feed_is_the_ledger_though_clerks_work_and_organizations_move_all_the_while()
    {
        var (root, branches) = await HasBranches(12);
        var cases = await HasCases(root, branches);
        var east = $"{root.LevelCode}001";
        using var portal = app.As(east, "assessment.read");
        using var clerk = app.As(root.LevelCode, "assessment.*");
        var editing = Task.WhenAll(Enumerable.Range(0, 3).Select(worker => Task.Run(() => EditAsync(worker))));

        var (all, cursor) = await Snapshot(portal, limit: 2);
        var copy = all.GroupBy(c => c.Id).ToDictionary(c => c.Key, c => c.Last());
        var read = 0;
        for (var over = false; !over;)
        {
            var ended = editing.IsCompleted;
            var page = await Read(portal, cursor, limit: 5);
            cursor = page.Cursor;
            read += page.Items.Count;
            foreach (var item in page.Items)
            {
                if (item is { Kind: FeedKind.Changed, Data: { } data })
                {
                    copy[item.Id] = data;
                }
                else if (item.Kind != FeedKind.Changed)
                {
                    copy.Remove(item.Id);
                }
            }

            over = ended && !page.More && page.Items.Count == 0;
        }

        await editing;
        Assert.True(read > 20, $"{read} changes");
        var ledger = (await (await portal.GetAsync($"{Root}/rectifications?limit=200")).Read<Page<RectificationResponse>>()).Items;
        Assert.NotEmpty(ledger);
        Assert.Equal(ledger.Select(c => (c.Id, c.Version, c.State)).Order(), copy.Values.Select(c => (c.Id, c.Version, c.State)).Order());

        async Task EditAsync(int worker)
        {
            var random = new Random(worker);
            for (var step = 1; step <= 25; step++)
            {
                // Each has organizations and cases of its own, so that none is refused for another's sake.
                var own = random.Next(4) * 3 + worker;
                if (random.Next(2) == 0)
                {
                    await app.Hears(branches[own] with { Version = 1 + step, LevelCode = random.Next(2) == 0 ? $"{east}{own + 100}" : $"{root.LevelCode}002{own + 100}" });
                }
                else
                {
                    await Step(clerk, cases[own], "plan", new PlanRequest($"样例原因{step}", "配齐班子", new(2026, 12, 31), Draft: true));
                }
            }
        }
    }

    private static void Same(RectificationResponse expected, RectificationResponse actual)
    {
        Assert.Equal(expected.Measures, actual.Measures);
        Assert.Equal(expected.Acceptances, actual.Acceptances);
        Assert.Equal(expected with { Measures = [], Acceptances = [] }, actual with { Measures = [], Acceptances = [] });
    }

    private static async Task<RectificationResponse> Step<T>(HttpClient client, Guid id, string step, T body) =>
        await (await client.PostAsJsonAsync($"{Root}/rectifications/{id}/{step}", body, Wire.Json)).Read<RectificationResponse>();

    private static async Task<string> Begin(HttpClient client) => (await (await client.GetAsync(Feed)).Read<FeedPage<RectificationResponse>>()).Cursor;

    private static async Task<FeedPage<RectificationResponse>> Read(HttpClient client, string cursor, int limit = 1000) =>
        await (await client.GetAsync($"{Feed}?limit={limit}&cursor={cursor}")).Read<FeedPage<RectificationResponse>>();

    private static async Task<(List<RectificationResponse> Items, string Feed)> Snapshot(HttpClient client, int limit = 1000, Guid? under = null)
    {
        var all = new List<RectificationResponse>();
        FeedSnapshot<RectificationResponse>? page = null;
        while (page is null or { Next: not null })
        {
            page = await (await client.GetAsync($"{Feed}/snapshot?limit={limit}{(under is null ? "" : $"&under={under}")}{(page is null ? "" : $"&cursor={page.Next}")}")).Read<FeedSnapshot<RectificationResponse>>();
            all.AddRange(page.Items);
        }

        return (all, page.Feed!);
    }

    private async Task<(OrganizationState Root, OrganizationState[] Branches)> HasBranches(int count)
    {
        app.Clock.Set(new DateOnly(2026, 7, 1));
        var root = await app.HasRoot();
        OrganizationState[] branches = [.. Enumerable.Range(1, count).Select(n => Organization($"{root.LevelCode}001{n:000}", root))];
        await app.Hears(branches);
        return (root, branches);
    }

    /// <summary>All of them listed as the weak of the year.</summary>
    private async Task<List<Guid>> HasCases(OrganizationState root, OrganizationState[] branches, int year = 2026)
    {
        var cycle = await app.HasFrozenCycle(root, branches.Select(branch => Total(branch, 50)), year: year);
        await app.Selected(cycle.Id, new([new("village", 10_000)]));
        var listed = (await (await app.As(root.LevelCode, "assessment.read").GetAsync($"{Root}/rectifications?limit=200&year={year}")).Read<Page<RectificationResponse>>()).Items;
        return [.. listed.OrderBy(c => Array.FindIndex(branches, branch => branch.Id == c.OrganizationId)).Select(c => c.Id)];
    }
}
