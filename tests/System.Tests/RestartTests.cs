using System.Net;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>A part that was away learns what it missed.</summary>
[Collection(SystemFixture.Name)]
public sealed class RestartTests(SystemFixture fixture)
{
    private readonly Portal _portal = fixture.Portal;

    [Fact]
    public async Task Members_follow_a_subtree_that_moved_while_their_service_was_away()
    {
        var tree = Samples.Tree(Samples.Prefix(), committees: 2, branchesEach: 5);
        await ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree));
        await fixture.Inspector.AllAgreeAsync();
        var movers = Samples.Members(tree.Where(organization => organization.ParentCode == tree[1].Code), 300);
        await ImportAsync("/api/v1/members/imports", SampleMember.Sheet(movers));
        await fixture.Inspector.AllAgreeAsync();
        var (moved, target) = (await IdOfAsync(tree[1].Code), await IdOfAsync(tree.Single(organization => organization.Code.EndsWith("c2", StringComparison.Ordinal)).Code));
        Assert.Empty(await _portal.ListAsync($"/api/v1/members?under={target}"));

        await fixture.System.StopAsync("members");
        Assert.Contains(await _portal.StatusOfAsync($"/api/v1/members?under={target}"), (HttpStatusCode[])[HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable]);
        var answer = await _portal.PostAsync($"/api/v1/organizations/{moved}/move", new { parentId = target });
        Assert.Equal(6, (int)answer["moved"]!);
        await fixture.System.StartAsync("members");
        await fixture.Inspector.AllAgreeAsync();

        var levelCode = (string)answer["organization"]!["levelCode"]!;
        var members = await _portal.ListAsync($"/api/v1/members?under={target}");
        Assert.Equal(300, members.Count);
        Assert.All(members, member => Assert.StartsWith(levelCode, (string)member["levelCode"]!, StringComparison.Ordinal));
        // Their place is another; they themselves have not changed.
        Assert.All(members, member => Assert.Equal(1, (int)member["version"]!));
        var rollup = await _portal.GetAsync($"/api/v1/organizations/{target}/rollup");
        Assert.Equal(300, (int)rollup["members"]!["total"]!);
        Assert.Equal(12, (int)rollup["organizations"]!["total"]!);
    }

    [Fact]
    public async Task An_import_that_was_asked_to_stop_goes_on_after_the_restart()
    {
        const int rows = 25_000;
        var tree = Samples.Tree(Samples.Prefix(), committees: 2, branchesEach: 10);
        await ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree));
        await fixture.Inspector.AllAgreeAsync();
        var job = await _portal.UploadAsync("/api/v1/members/imports", SampleMember.Sheet(Samples.Members(tree, rows)));
        await fixture.Inspector.InTheMiddleAsync("members", job, rows);

        await fixture.System.RestartAsync("members");

        var end = await _portal.EndOfAsync(job);
        Assert.Equal("succeeded", (string?)end["state"]);
        Assert.Equal(rows, (int)end["done"]!);
        await fixture.Inspector.AllAgreeAsync();
        var rollup = await _portal.GetAsync($"/api/v1/organizations/{await IdOfAsync(tree[0].Code)}/rollup");
        Assert.Equal(rows, (int)rollup["members"]!["total"]!);
    }

    [Fact]
    public async Task One_service_is_put_back_while_the_others_go_on_and_what_it_was_is_kept()
    {
        var backup = Path.Combine(Directory.CreateTempSubdirectory("partycloud-one-").FullName, "pairing.dump");
        await ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(Samples.Tree(Samples.Prefix(), committees: 1, branchesEach: 1)));
        await fixture.Inspector.AllAgreeAsync();
        await Command.RunAsync(Path.Combine(Repository.Folder(), "deploy", "backup"), ["--data", fixture.Folder, "--to", backup, "--service", "pairing"], fixture.Folder);
        var later = Samples.Tree(Samples.Prefix(), committees: 1, branchesEach: 1);
        await ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(later));
        await fixture.Inspector.AllAgreeAsync();

        var said = await Command.RunAsync(Path.Combine(Repository.Folder(), "deploy", "restore"), ["--data", fixture.Folder, "--from", backup, "--service", "pairing"], fixture.Folder);
        var before = System.Text.RegularExpressions.Regex.Match(said, @"pairing_before_\d+").Value;
        const string Count = "select count(*) from organization_replica where code = $1";
        Assert.Equal((0, 1), (await fixture.Inspector.CountAsync("pairing", Count, later[0].Code), await fixture.Inspector.CountAsync(before, Count, later[0].Code)));

        // What pairing has forgotten it is told when the owner tells everything again, as an operator may ask for.
        await fixture.Portal.PostAsync("/api/v1/organizations/operations/republish", null);
        await fixture.Inspector.AllAgreeAsync();
        Assert.Equal(1, await fixture.Inspector.CountAsync("pairing", Count, later[0].Code));
        Directory.Delete(Path.GetDirectoryName(backup)!, recursive: true);
    }

    private async Task<string> IdOfAsync(string code) => (string)(await _portal.GetAsync("/api/v1/organizations/by-code/" + code))["id"]!;

    private async Task ImportAsync(string path, byte[] sheet)
    {
        var end = await _portal.ImportAsync(path, sheet);
        Assert.Equal("succeeded", (string?)end["state"]);
        Assert.Equal("[]", end["errors"]!.ToJsonString());
    }
}
