using System.Net;
using System.Text.Json.Nodes;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>What a clerk sees of an import, through the gateway.</summary>
[Collection(SystemFixture.Name)]
public sealed class ImportTests(SystemFixture fixture) : IAsyncLifetime
{
    private const string Imports = "/api/v1/members/imports";

    private readonly Portal _portal = fixture.Portal;
    private readonly List<SampleOrganization> _tree = Samples.Tree(Samples.Prefix(), committees: 3, branchesEach: 10);
    private string _root = "";

    public async Task InitializeAsync()
    {
        var job = await _portal.ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(_tree));
        Assert.Equal("succeeded", (string?)job["state"]);
        _root = (string)(await _portal.GetAsync("/api/v1/organizations/by-code/" + _tree[0].Code))["id"]!;
        await fixture.Inspector.AllAgreeAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Three_bad_rows_of_3000_are_named_and_once_corrected_go_in_and_nothing_is_there_twice()
    {
        var members = Samples.Members(_tree, 3000);
        var sent = members.ToList();
        sent[9] = members[9] with { IdNumber = Samples.Broken(members[9].IdNumber) };
        sent[1499] = members[1499] with { OrganizationCode = "nobody-knows" };
        sent[2999] = members[2999] with { Status = "sometimes" };

        var job = await _portal.UploadAsync(Imports, SampleMember.Sheet(sent));
        var end = await _portal.EndOfAsync(job);

        Assert.Equal("succeeded", (string?)end["state"]);
        Assert.Equal(3000, (int)end["done"]!);
        Assert.Equal(3, (int)end["errorCount"]!);
        Assert.Equal(
            [(11, "id_number", "identity.check-digit"), (1501, "organization_code", "import.organization-unknown"), (3001, "status", "field.malformed")],
            end["errors"]!.AsArray().Select(error => ((int)error!["row"]!, (string)error["column"]!, (string)error["code"]!)));
        Assert.All(end["errors"]!.AsArray(), error => Assert.False(string.IsNullOrWhiteSpace((string?)error!["text"])));
        Assert.Contains("nobody-knows", (string?)end["errors"]![1]!["text"], StringComparison.Ordinal);
        await HoldsAsync(2997);

        // The refused rows come back as a sheet, which is corrected and sent again as it is.
        var refused = await _portal.GetTextAsync(job + "/errors");
        Assert.Equal(4, refused.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var corrected = refused.Replace(sent[9].IdNumber, members[9].IdNumber, StringComparison.Ordinal)
            .Replace("nobody-knows", members[1499].OrganizationCode, StringComparison.Ordinal)
            .Replace(",sometimes,", $",{members[2999].Status},", StringComparison.Ordinal);
        await TakenInAsync(System.Text.Encoding.UTF8.GetBytes(corrected), 3);
        await HoldsAsync(3000);

        await TakenInAsync(SampleMember.Sheet(members), 3000);
        await HoldsAsync(3000);
        Assert.Equal(3000, await fixture.Inspector.CountAsync(
            "members", "select count(*) from members where version = 1 and organization_id in (select id from organization_replica where starts_with(code, $1))", _tree[0].Code[..^"root".Length]));
        Assert.Equal(3000, (await _portal.ListAsync($"/api/v1/members?under={_root}")).Select(member => (string)member["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task Progress_is_seen_as_server_sent_events()
    {
        const int rows = 30_000;
        var job = await _portal.UploadAsync(Imports, SampleMember.Sheet(Samples.Members(_tree, rows)));

        var states = await _portal.FollowAsync(job);

        Assert.True(states.Count > 1, "Only the end of the job was seen.");
        Assert.Contains((string?)states[0]["state"], (string[])["queued", "running"]);
        Assert.Equal("succeeded", (string?)states[^1]["state"]);
        Assert.Equal(rows, (int)states[^1]["done"]!);
        var progress = states.Select(state => (int)state["done"]!).ToList();
        Assert.Equal(progress.Order(), progress);
        await HoldsAsync(rows);
    }

    [Fact]
    public async Task A_cancelled_import_keeps_what_it_has_done_and_goes_no_further()
    {
        const int rows = 80_000;
        var job = await _portal.UploadAsync(Imports, SampleMember.Sheet(Samples.Members(_tree, rows)));
        await Eventually.Holds(async () => (int)(await _portal.GetAsync(job))["done"]! > 0, SystemFixture.Patience, "The import's first step");

        await _portal.PostAsync(job + "/cancel", null);
        var end = await _portal.EndOfAsync(job);

        Assert.Equal("cancelled", (string?)end["state"]);
        var done = (int)end["done"]!;
        Assert.InRange(done, 1, rows - 1);
        await HoldsAsync(done);
        var again = await _portal.PostAsync(job + "/cancel", null, HttpStatusCode.Conflict);
        Assert.Equal("job.over", (string?)again["code"]);
    }

    [Fact]
    public async Task One_sheet_sent_twice_at_once_goes_in_once()
    {
        var sheet = SampleMember.Sheet(Samples.Members(_tree, 6_000));

        var jobs = await Task.WhenAll(_portal.UploadAsync(Imports, sheet), _portal.UploadAsync(Imports, sheet));

        foreach (var job in jobs)
        {
            var end = await _portal.EndOfAsync(job);
            Assert.Equal("succeeded", (string?)end["state"]);
            Assert.Equal(6_000, (int)end["done"]!);
            Assert.Equal(0, (int)end["errorCount"]!);
        }

        await HoldsAsync(6_000);
    }

    [Fact]
    public async Task A_sheet_without_a_column_that_must_be_there_fails_as_a_whole_and_says_why()
    {
        var end = await _portal.ImportAsync(Imports, Samples.Sheet("id_number,name", ["1,样例"]));

        Assert.Equal("failed", (string?)end["state"]);
        Assert.Equal("sheet.missing-columns", (string?)end["failure"]!["code"]);
        Assert.Contains("所在党组织编码", (string?)end["failure"]!["text"], StringComparison.Ordinal);
    }

    private async Task TakenInAsync(byte[] sheet, int rows)
    {
        var end = await _portal.ImportAsync(Imports, sheet);
        Assert.Equal("succeeded", (string?)end["state"]);
        Assert.Equal(rows, (int)end["done"]!);
        Assert.Equal("[]", end["errors"]!.ToJsonString());
    }

    /// <summary>The tree's members, once the facts about them have arrived where they are counted.</summary>
    private async Task HoldsAsync(int members)
    {
        await fixture.Inspector.AllAgreeAsync();
        JsonNode rollup = await _portal.GetAsync($"/api/v1/organizations/{_root}/rollup");
        Assert.Equal(members, (int)rollup["members"]!["total"]!);
    }
}
