using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests.Feed;

public sealed class FeedTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task What_is_registered_changed_and_closed_within_reach_is_told_in_order_and_nothing_of_others()
    {
        var (_, east, west, branch) = await Tree();
        var eastern = await Reader.BeginAsync(app, east.LevelCode);
        var western = await Reader.BeginAsync(app, west.LevelCode);

        var added = await app.Registered("新支部", east.Id);
        await Patch(branch.Id, "改名支部");
        await Post($"{branch.Id}/abolish", new AbolishOrganizationRequest("撤并"));
        var items = await eastern.ReadAsync();

        Assert.Equal(
            [(added.Id, 1, FeedKind.Changed), (branch.Id, 2, FeedKind.Changed), (branch.Id, 3, FeedKind.Closed)], items.Select(item => (item.Id, item.Version, item.Kind)));
        Assert.Equal("新支部", items[0].Data!.Name);
        // It is closed by now, and its tombstone follows.
        Assert.Null(items[1].Data);
        Assert.Null(items[2].Data);
        Assert.Empty(await eastern.ReadAsync());
        Assert.Empty(await western.ReadAsync());
    }

    [Fact]
    public async Task What_leaves_the_subtree_arrives_as_a_tombstone_and_where_it_goes_as_a_change()
    {
        var (city, east, west, branch) = await Tree();
        var group = await app.Registered("小组", branch.Id, OrganizationKind.Group);
        var eastern = await Reader.BeginAsync(app, east.LevelCode);
        var western = await Reader.BeginAsync(app, west.LevelCode);
        var both = await Reader.BeginAsync(app, city.LevelCode);
        var named = await Reader.BeginAsync(app, city.LevelCode, east.Id);
        var two = await Reader.BeginAsync(app, $"{east.LevelCode},{west.LevelCode}");

        await Post($"{branch.Id}/move", new MoveOrganizationRequest(west.Id));

        Guid[] moved = [branch.Id, group.Id];
        foreach (var left in (Reader[])[eastern, named])
        {
            var items = await left.ReadAsync();
            Assert.Equal(moved.Order(), items.Select(item => item.Id).Order());
            Assert.All(items, item => Assert.Equal((FeedKind.OutOfReach, null), (item.Kind, item.Data)));
        }

        foreach (var reached in (Reader[])[western, both, two])
        {
            var items = await reached.ReadAsync();
            Assert.Equal(moved.Order(), items.Select(item => item.Id).Order());
            Assert.All(items, item => Assert.StartsWith(west.LevelCode, item.Data!.LevelCode, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_cursor_from_which_something_could_be_missed_is_gone_and_the_problem_says_where_to_begin_anew()
    {
        var (city, east, west, branch) = await Tree();
        var early = await Reader.BeginAsync(app, east.LevelCode);
        await Patch(branch.Id, "早先");
        var late = await Reader.BeginAsync(app, east.LevelCode);

        // Cleared away: who had read it reads on, who had not is told.
        await app.ExecuteAsync("update change_sets set at = at - interval '40 days'");
        await ChangeLog.ClearAsync(app.Services.GetRequiredService<ServiceDatabase>(), TimeSpan.FromDays(30), default);
        await Patch(branch.Id, "近来");
        Assert.Single(await late.ReadAsync());
        await IsGone(early, "changes.too-old");

        // Another reach: what came within it is told by no change.
        await IsGone(late with { Client = app.As(city.LevelCode, "organizations.read") }, "changes.other-reach");
        var underBranch = await Reader.BeginAsync(app, city.LevelCode, branch.Id);
        await Post($"{branch.Id}/move", new MoveOrganizationRequest(west.Id));
        await IsGone(underBranch, "changes.other-reach");

        // Another history: the database was restored to what it was before.
        var head = (await app.RowsAsync("select position from change_head", row => row.GetInt64(0)))[0];
        await app.ExecuteAsync("update change_head set position = position - 1000000");
        await IsGone(late, "changes.other-history");
        await app.ExecuteAsync("update change_head set position = $1", head);
        var other = late.Cursor[..11] + (late.Cursor[11] == 'A' ? 'B' : 'A') + late.Cursor[12..];
        await IsGone(late with { Cursor = other }, "changes.other-history");

        static async Task IsGone(Reader reader, string code)
        {
            var answer = await reader.AskAsync();
            Assert.Equal("</api/v1/organizations/feed/snapshot>; rel=\"start\"", Assert.Single(answer.Headers.GetValues("Link")));
            Assert.Equal(code, (await answer.Refusal(HttpStatusCode.Gone)).Code);
        }
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?cursor=x")]
    [InlineData("?cursor=%20AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/snapshot?cursor=AAAAAAAAAAAAAAAAAAAAAA.x")]
    public async Task What_is_malformed_is_said_so(string query) =>
        Assert.Equal("request.invalid", (await (await app.Admin.GetAsync($"/api/v1/organizations/feed{query}")).Refusal(HttpStatusCode.BadRequest)).Code);

    [Fact]
    public async Task Who_may_not_read_there_is_refused_and_a_subtree_of_others_is_not_found()
    {
        var (_, east, west, _) = await Tree();

        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(east.LevelCode, "members.read").GetAsync("/api/v1/organizations/feed")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.As(east.LevelCode, "organizations.read").GetAsync($"/api/v1/organizations/feed?under={west.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.As(east.LevelCode, "organizations.read").GetAsync($"/api/v1/organizations/feed/snapshot?under={west.Id}")).StatusCode);
    }

    [Fact]
    public async Task A_copy_made_of_the_snapshot_and_the_feed_is_the_subtree_though_it_is_edited_all_the_while()
    {
        var (city, east, west, _) = await Tree();
        for (var n = 0; n < 30; n++)
        {
            await app.Registered($"支部{n}", n % 2 == 0 ? east.Id : west.Id);
        }

        using var editor = app.As(city.LevelCode, "organizations.*");
        using var portal = app.As(east.LevelCode, "organizations.read");
        var editing = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() => EditAsync(editor, new Random(worker), east.Id, west.Id))));

        var copy = new Dictionary<Guid, OrganizationResponse>();
        FeedSnapshot<OrganizationResponse>? page = null;
        while (page is null or { Next: not null })
        {
            page = await (await portal.GetAsync($"/api/v1/organizations/feed/snapshot?limit=3{(page is null ? "" : $"&cursor={page.Next}")}")).Read<FeedSnapshot<OrganizationResponse>>();
            foreach (var organization in page.Items)
            {
                copy[organization.Id] = organization;
            }
        }

        var (reader, applied) = (new Reader(portal, null, page.Feed!), 0);
        for (var over = false; !over;)
        {
            var ended = editing.IsCompleted;
            var items = await reader.ReadAsync(limit: 20);
            foreach (var item in items)
            {
                applied++;
                if (item is { Kind: FeedKind.Changed, Data: { } data })
                {
                    copy[item.Id] = data;
                }
                else if (item.Kind != FeedKind.Changed)
                {
                    copy.Remove(item.Id);
                }
            }

            over = ended && items.Count == 0;
        }

        await editing;
        Assert.True(applied > 50, $"{applied} changes");
        var truth = await (await portal.GetAsync("/api/v1/organizations?limit=200")).Read<Page<OrganizationResponse>>();
        Assert.Null(truth.Next);
        Assert.Equal(truth.Items.OrderBy(o => o.Id), copy.Values.OrderBy(o => o.Id));
    }

    private static async Task EditAsync(HttpClient client, Random random, Guid east, Guid west)
    {
        for (var step = 0; step < 60; step++)
        {
            var list = (await (await client.GetAsync($"/api/v1/organizations?kind=branch&limit=200&under={(random.Next(2) == 0 ? east : west)}")).Read<Page<OrganizationResponse>>()).Items;
            var one = list[random.Next(list.Count)];
            // Two may take the same: a refusal is as good as a change.
            using var answer = random.Next(5) switch
            {
                0 => await client.PostAsJsonAsync("/api/v1/organizations", new RegisterOrganizationRequest($"增设{step}", OrganizationKind.Branch, "village", random.Next(2) == 0 ? east : west), Wire.Json),
                1 => await client.PostAsJsonAsync($"/api/v1/organizations/{one.Id}/move", new MoveOrganizationRequest(random.Next(2) == 0 ? east : west), Wire.Json),
                2 when list.Count > 5 => await client.PostAsJsonAsync($"/api/v1/organizations/{one.Id}/abolish", new AbolishOrganizationRequest("撤并"), Wire.Json),
                _ => await client.PatchAsJsonAsync($"/api/v1/organizations/{one.Id}", new ChangeOrganizationRequest($"改名{step}"), Wire.Json),
            };
            Assert.True((int)answer.StatusCode is < 500, $"{answer.StatusCode}");
        }
    }

    private async Task Patch(Guid id, string name) =>
        await (await app.Admin.PatchAsJsonAsync($"/api/v1/organizations/{id}", new ChangeOrganizationRequest(name), Wire.Json)).Read<OrganizationResponse>();

    private async Task Post<T>(string path, T body) =>
        Assert.True((await app.Admin.PostAsJsonAsync($"/api/v1/organizations/{path}", body, Wire.Json)).IsSuccessStatusCode);

    private async Task<(OrganizationResponse City, OrganizationResponse East, OrganizationResponse West, OrganizationResponse Branch)> Tree()
    {
        var city = await app.Registered("丁市委", null, OrganizationKind.Committee, "governmentOrgan");
        var east = await app.Registered("丁市东区委", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var west = await app.Registered("丁市西区委", city.Id, OrganizationKind.Committee, "governmentOrgan");
        return (city, east, west, await app.Registered("丁东支部", east.Id));
    }

    /// <summary>Reads on from a place in the feed.</summary>
    private sealed record Reader(HttpClient Client, Guid? Under, string Cursor)
    {
        public string Cursor { get; set; } = Cursor;

        public static async Task<Reader> BeginAsync(OrganizationsApp app, string scope, Guid? under = null)
        {
            var reader = new Reader(app.As(scope, "organizations.read"), under, "");
            var (_, cursor, _) = await (await reader.AskAsync()).Read<FeedPage<OrganizationResponse>>();
            return reader with { Cursor = cursor };
        }

        public Task<HttpResponseMessage> AskAsync(int limit = 200) =>
            Client.GetAsync($"/api/v1/organizations/feed?limit={limit}{(Under is null ? "" : $"&under={Under}")}{(Cursor.Length == 0 ? "" : $"&cursor={Cursor}")}");

        public async Task<IReadOnlyList<FeedItem<OrganizationResponse>>> ReadAsync(int limit = 200)
        {
            var page = await (await AskAsync(limit)).Read<FeedPage<OrganizationResponse>>();
            Cursor = page.Cursor;
            return page.Items;
        }
    }
}
