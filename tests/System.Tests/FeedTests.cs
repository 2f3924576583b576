using System.Text.Json.Nodes;

namespace PartyCloud.SystemTests;

/// <summary>A portal keeps a copy of a county by the snapshot and the change feed while the county is edited and both sides are killed: in the end the copy is the county.</summary>
[Collection(SystemFixture.Name)]
public sealed class FeedTests(SystemFixture fixture)
{
    private const int Editors = 4;
    private const int EditsEach = 250;
    private const int People = 300;

    private readonly Portal _portal = fixture.Portal;

    [Fact]
    public async Task A_copy_by_snapshot_and_feed_equals_the_county_though_a_thousand_edits_run_and_both_sides_are_killed()
    {
        var tree = Samples.Tree(Samples.Prefix(), committees: 4, branchesEach: 8);
        await ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree));
        await fixture.Inspector.AllAgreeAsync();
        await ImportAsync("/api/v1/members/imports", SampleMember.Sheet(Samples.Members(tree, People)));
        await fixture.Inspector.AllAgreeAsync();
        // The portal may read the first committee alone: what moves out of it must leave the copy.
        var committees = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => IdOfAsync($"{tree[0].Code[..^"root".Length]}c{n}")));
        var under = committees[0];
        var everybody = (await _portal.ListAsync($"/api/v1/members?under={await IdOfAsync(tree[0].Code)}")).ConvertAll(member => (string)member["id"]!);
        var done = 0;
        var editing = Task.WhenAll(Enumerable.Range(0, Editors).Select(n => EditAsync(new Random(n), n, committees, everybody, () => Interlocked.Increment(ref done))));

        var copy = new Dictionary<string, JsonNode>();
        var (next, cursor) = ("", (string?)null);
        while (cursor is null)
        {
            var page = await _portal.GetAsync($"/api/v1/changes/snapshot?under={under}&limit=7{(next.Length == 0 ? "" : $"&cursor={next}")}");
            foreach (var item in page["items"]!.AsArray())
            {
                copy[(string)item!["id"]!] = (item["organization"] ?? item["member"])!;
            }

            (next, cursor) = ((string?)page["next"] ?? "", (string?)page["changes"]);
        }

        // What the portal has put on its disk: killed, it goes on from there.
        var (kept, keptAt, read) = (new Dictionary<string, JsonNode>(copy), cursor, 0);
        var random = new Random(79);
        Queue<(int After, string Part)> killed = new([(150, "members"), (400, "organizations"), (700, "gateway")]);
        for (var over = false; !over;)
        {
            var ended = editing.IsCompleted;
            if (killed.TryPeek(out var victim) && (done >= victim.After || ended))
            {
                killed.Dequeue();
                await fixture.System.KillAsync(victim.Part);
                await fixture.System.StartAsync(victim.Part);
            }

            if (random.Next(10) == 0)
            {
                (copy, cursor) = (new(kept), keptAt);
            }

            var page = await _portal.GetAsync($"/api/v1/changes?under={under}&limit=20&cursor={cursor}");
            var items = page["items"]!.AsArray();
            foreach (var item in items)
            {
                Apply(copy, item!);
            }

            (cursor, read) = ((string)page["cursor"]!, read + items.Count);
            if (random.Next(5) == 0)
            {
                (kept, keptAt) = (new(copy), cursor);
            }

            over = ended && killed.Count == 0 && items.Count == 0 && !(bool)page["more"]!;
        }

        await editing;
        Assert.Equal(Editors * EditsEach, done);
        Assert.True(read > 100, $"{read} changes were read.");
        // Members follow their organizations when their service hears of a move.
        await fixture.Inspector.AllAgreeAsync();
        for (var more = true; more;)
        {
            var page = await _portal.GetAsync($"/api/v1/changes?under={under}&limit=1000&cursor={cursor}");
            page["items"]!.AsArray().ToList().ForEach(item => Apply(copy, item!));
            (cursor, more) = ((string)page["cursor"]!, (bool)page["more"]!);
        }

        var organizations = await _portal.ListAsync($"/api/v1/organizations?under={under}");
        var members = (await _portal.ListAsync($"/api/v1/members?under={under}")).Where(member => (string)member["status"]! is "formal" or "probationary" or "suspended").ToList();
        Assert.NotEmpty(members);
        Assert.Equal(organizations.Concat(members).Select(Line).Order(StringComparer.Ordinal), copy.Values.Select(Line).Order(StringComparer.Ordinal));
    }

    private static void Apply(Dictionary<string, JsonNode> copy, JsonNode item)
    {
        var id = (string)item["id"]!;
        if ((string)item["kind"]! != "changed")
        {
            copy.Remove(id);
        }
        else if ((item["organization"] ?? item["member"]) is { } data)
        {
            copy[id] = data;
        }
    }

    private static string Line(JsonNode data) => $"{data["id"]} {data["levelCode"]} {data["name"]} {data["status"]} {data["version"]} {data["organizationId"]} {data["parentId"]} {data["idNumber"]}";

    private async Task EditAsync(Random random, int editor, string[] committees, List<string> everybody, Action edited)
    {
        // Each editor has branches and people of its own, so that none is refused for another's sake.
        var branches = new List<string>();
        foreach (var committee in committees)
        {
            branches.AddRange((await _portal.ListAsync($"/api/v1/organizations/{committee}/children")).Select(child => (string)child["id"]!));
        }

        branches = [.. branches.Order(StringComparer.Ordinal).Where((_, n) => n % Editors == editor)];
        var people = everybody.Order(StringComparer.Ordinal).Where((_, n) => n % Editors == editor).ToList();
        for (var step = 0; step < EditsEach; step++)
        {
            switch (random.Next(20))
            {
                case < 7:
                    await _portal.PatchAsync($"/api/v1/organizations/{branches[random.Next(branches.Count)]}", new { name = $"样例支部{editor}-{step}" });
                    break;
                case < 9:
                    await _portal.PostOnceAsync($"/api/v1/organizations/{branches[random.Next(branches.Count)]}/move", new { parentId = committees[random.Next(committees.Length)] });
                    break;
                case 9:
                    var leaver = people[random.Next(people.Count)];
                    people.Remove(leaver);
                    await _portal.PostOnceAsync($"/api/v1/members/{leaver}/close", new { status = "deceased", reason = "去世（样例）" });
                    break;
                default:
                    await _portal.PatchAsync($"/api/v1/members/{people[random.Next(people.Count)]}", new { occupation = $"样例{editor}-{step}" });
                    break;
            }

            edited();
        }
    }

    private async Task<string> IdOfAsync(string code) => (string)(await _portal.GetAsync("/api/v1/organizations/by-code/" + code))["id"]!;

    private async Task ImportAsync(string path, byte[] sheet) => Assert.Equal("succeeded", (string?)(await _portal.ImportAsync(path, sheet))["state"]);
}
