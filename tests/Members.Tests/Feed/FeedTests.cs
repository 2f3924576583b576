using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Feed;

public sealed class FeedTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task A_member_is_told_masked_as_he_is_read_by_id_and_the_log_itself_holds_nothing_of_him()
    {
        var cursor = await Begin(app.Eastern);
        var idNumber = MembersApp.NextIdNumber();
        var member = await app.HasMember(app.East1, idNumber, "样本甲");

        using var answer = await app.Eastern.GetAsync($"/api/v1/members/feed?cursor={cursor}");
        var text = await answer.Content.ReadAsStringAsync();
        var item = Assert.Single((await answer.Read<FeedPage<MemberResponse>>()).Items);

        Assert.Equal((member.Id, 1, FeedKind.Changed), (item.Id, item.Version, item.Kind));
        Same(await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>(), item.Data!);
        Assert.Equal(idNumber[..6] + "********" + idNumber[14..], item.Data!.IdNumber);
        Assert.DoesNotContain(idNumber, text, StringComparison.Ordinal);
        Assert.DoesNotContain("13800001234", text, StringComparison.Ordinal);
        Assert.Equal(
            ["at", "closed", "count", "ids", "moved_to", "other_moved_to", "other_places", "places", "position", "seq", "type", "versions"],
            await app.RowsAsync("select column_name::text from information_schema.columns where table_name = 'change_sets' order by 1", row => row.GetString(0)));
    }

    [Fact]
    public async Task A_transfer_is_a_tombstone_to_the_branch_that_is_left_and_a_change_to_the_one_that_receives()
    {
        var member = await app.HasMember(app.East1);
        var (eastern, western, city) = (await Begin(app.Eastern), await Begin(app.Western), await Begin(app.As(app.City.LevelCode, "members.read")));
        var transfer = await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{member.Id}/transfers", new TransferMemberRequest("工作调动", app.West1.Id), Wire.Json))
            .Read<TransferResponse>(HttpStatusCode.Created);
        await (await app.Western.PostAsync($"/api/v1/transfers/{transfer.Id}/receive", null)).Read<TransferResponse>();

        var left = Assert.Single(await Read(app.Eastern, eastern));
        var came = Assert.Single(await Read(app.Western, western));
        var above = Assert.Single(await Read(app.As(app.City.LevelCode, "members.read"), city));

        Assert.Equal((member.Id, FeedKind.OutOfReach, null), (left.Id, left.Kind, left.Data));
        Assert.Equal((member.Id, FeedKind.Changed, app.West1.Id), (came.Id, came.Kind, came.Data!.OrganizationId));
        Assert.Equal((came.Position, FeedKind.Changed), (above.Position, above.Kind));
    }

    [Fact]
    public async Task Members_go_with_their_organization_though_their_own_version_stays_and_a_closed_record_is_a_tombstone()
    {
        var member = await app.HasMember(app.East2);
        var closed = await app.HasMember(app.East2);
        var (eastern, western) = (await Begin(app.Eastern), await Begin(app.Western));

        await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{closed.Id}/close", new CloseMemberRequest(MemberStatus.Deceased, "去世"), Wire.Json)).Read<MemberResponse>();
        await app.Hears(app.East2 with { Version = 2, ParentId = app.West.Id, LevelCode = app.West.LevelCode + "009" });

        Assert.Equal(
            [(closed.Id, FeedKind.Closed), (member.Id, FeedKind.OutOfReach)], (await Read(app.Eastern, eastern)).Where(item => item.Id == member.Id || item.Kind == FeedKind.Closed).Select(item => (item.Id, item.Kind)));
        var came = Assert.Single(await Read(app.Western, western), item => item.Id == member.Id);
        Assert.Equal((1, FeedKind.Changed, app.West.LevelCode + "009"), (came.Version, came.Kind, came.Data!.LevelCode));
        Assert.DoesNotContain(await Snapshot(app.Western), item => item.Id == closed.Id);
    }

    [Fact]
    public async Task An_import_is_told_row_by_row_and_a_snapshot_in_small_pages_holds_all_once()
    {
        var cursor = await Begin(app.Eastern);
        var rows = Enumerable.Range(0, 120).Select(n => $"{MembersApp.NextIdNumber()},样本{n},east1");
        var job = await MembersApp.Imported(app.Eastern, "id_number,name,organization_code\n" + string.Join('\n', rows));
        Assert.Equal(JobState.Succeeded, job.State);

        var told = await Read(app.Eastern, cursor);
        var all = await Snapshot(app.Eastern, limit: 50);

        Assert.Equal(120, told.Count);
        Assert.All(told, item => Assert.NotNull(item.Data));
        Assert.Equal(all.Count, all.Select(member => member.Id).Distinct().Count());
        Assert.Subset(all.Select(member => member.Id).ToHashSet(), told.Select(item => item.Id).ToHashSet());
        var listed = new List<Guid>();
        for (Page<MemberSummary>? page = null; page is null or { Next: not null };)
        {
            page = await (await app.Eastern.GetAsync($"/api/v1/members?limit=200{(page is null ? "" : $"&cursor={page.Next}")}")).Read<Page<MemberSummary>>();
            listed.AddRange(page.Items.Where(member => member.Status is MemberStatus.Formal or MemberStatus.Probationary or MemberStatus.Suspended).Select(member => member.Id));
        }

        Assert.Equal(listed, all.Select(member => member.Id));
    }

    private static async Task<string> Begin(HttpClient client) => (await (await client.GetAsync("/api/v1/members/feed")).Read<FeedPage<MemberResponse>>()).Cursor;

    private static async Task<IReadOnlyList<FeedItem<MemberResponse>>> Read(HttpClient client, string cursor) =>
        (await (await client.GetAsync($"/api/v1/members/feed?limit=1000&cursor={cursor}")).Read<FeedPage<MemberResponse>>()).Items;

    private static async Task<List<MemberResponse>> Snapshot(HttpClient client, int limit = 1000)
    {
        var all = new List<MemberResponse>();
        FeedSnapshot<MemberResponse>? page = null;
        while (page is null or { Next: not null })
        {
            page = await (await client.GetAsync($"/api/v1/members/feed/snapshot?limit={limit}{(page is null ? "" : $"&cursor={page.Next}")}")).Read<FeedSnapshot<MemberResponse>>();
            all.AddRange(page.Items);
        }

        Assert.NotNull(page.Feed);
        return all;
    }

    private static void Same(MemberResponse expected, MemberResponse actual)
    {
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal(expected with { Tags = actual.Tags }, actual);
    }
}
