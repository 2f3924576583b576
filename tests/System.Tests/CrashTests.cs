using System.Text.Json.Nodes;

namespace PartyCloud.SystemTests;

/// <summary>Any part may be cut off while sheets are taken in and facts are on their way: nothing is lost and nothing counts twice.</summary>
[Collection(SystemFixture.Name)]
public sealed class CrashTests(SystemFixture fixture)
{
    private readonly Portal _portal = fixture.Portal;
    private readonly Inspector _inspector = fixture.Inspector;

    [Theory]
    [InlineData("organizations")]
    [InlineData("members")]
    [InlineData("assessment", "pairing")]
    [InlineData("gateway")]
    [InlineData("broker")]
    [InlineData("postgres")]
    public async Task Killed_in_the_middle_of_an_import_it_comes_back_and_everybody_agrees(params string[] parts)
    {
        // One of the two imports is large enough to be met in its middle, the other is under way beside it.
        var treeIsMet = parts.Contains("organizations");
        var home = Samples.Tree(Samples.Prefix(), committees: 10, branchesEach: 10);
        var members = Samples.Members(home, treeIsMet ? 3_000 : 25_000);
        var tree = Samples.Tree(Samples.Prefix(), committees: treeIsMet ? 20 : 4, branchesEach: 600);
        Succeeded(await _portal.ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(home)), home.Count);
        await _inspector.AllAgreeAsync();
        var before = await _inspector.InboxesAsync();

        var memberImport = await _portal.UploadAsync("/api/v1/members/imports", SampleMember.Sheet(members));
        var treeImport = await _portal.UploadAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree));
        await (treeIsMet
            ? _inspector.InTheMiddleAsync("organizations", treeImport, tree.Count)
            : _inspector.InTheMiddleAsync("members", memberImport, members.Count));
        await Task.WhenAll(parts.Select(fixture.System.KillAsync));
        Assert.All(parts, part => Assert.False(fixture.System.IsRunning(part)));
        await Task.WhenAll(parts.Select(part => fixture.System.StartAsync(part)));

        Succeeded(await _portal.EndOfAsync(memberImport), members.Count);
        Succeeded(await _portal.EndOfAsync(treeImport), tree.Count);
        await _inspector.AllAgreeAsync();
        await TookInOnceAsync(before, tree.Count, members.Count);
        await CountsAreExactAsync(home[0].Code, home.Count, members.Count);
        await CountsAreExactAsync(tree[0].Code, tree.Count, 0);
        await ChangedByNobodyAsync(home[0].Code[..^"root".Length], home.Count, members.Count);
        await ChangedByNobodyAsync(tree[0].Code[..^"root".Length], tree.Count, 0);
    }

    private static void Succeeded(JsonNode job, int rows)
    {
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(rows, (int)job["done"]!);
        Assert.Equal(rows, (int)job["total"]!);
        Assert.Empty(job["errors"]!.AsArray());
    }

    /// <summary>One event for each row that went in, for each consumer: none was lost, and a second delivery was recognised.</summary>
    private async Task TookInOnceAsync(Inboxes before, int organizations, int members)
    {
        var after = await _inspector.InboxesAsync();
        foreach (var consumer in Inspector.OrganizationConsumers)
        {
            Assert.Equal(organizations, after[consumer] - before[consumer]);
        }

        Assert.Equal(members, after[Inspector.MemberConsumer] - before[Inspector.MemberConsumer]);
    }

    private async Task CountsAreExactAsync(string rootCode, int organizations, int members)
    {
        var root = (string)(await _portal.GetAsync("/api/v1/organizations/by-code/" + rootCode))["id"]!;
        var rollup = await _portal.GetAsync($"/api/v1/organizations/{root}/rollup");
        Assert.Equal(organizations, (int)rollup["organizations"]!["total"]!);
        Assert.Equal(members, (int)rollup["members"]!["total"]!);
        Assert.Equal(members / 10, (int?)rollup["members"]!["byStatus"]!["probationary"] ?? 0);
        Assert.Equal(members - members / 10, (int?)rollup["members"]!["byStatus"]!["formal"] ?? 0);
    }

    /// <summary>All are as they went in: an effect that had come twice would show as a second version.</summary>
    private async Task ChangedByNobodyAsync(string prefix, int organizations, int members)
    {
        const string first = "select count(*) from {0} where version = 1 and ";
        Assert.Equal(organizations, await _inspector.CountAsync("organizations", string.Format(null, first, "party_organizations") + "starts_with(code, $1)", prefix));
        foreach (var database in (string[])["members", "assessment", "pairing", "gateway"])
        {
            Assert.Equal(organizations, await _inspector.CountAsync(database, string.Format(null, first, "organization_replica") + "starts_with(code, $1)", prefix));
        }

        Assert.Equal(members, await _inspector.CountAsync(
            "members", string.Format(null, first, "members") + "organization_id in (select id from organization_replica where starts_with(code, $1))", prefix));
        Assert.Equal(members, await _inspector.CountAsync(
            "organizations", string.Format(null, first, "member_facts") + "organization_id in (select id from party_organizations where starts_with(code, $1))", prefix));
    }
}
