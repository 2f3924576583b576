using System.Net;
using System.Text.Json.Nodes;
using PartyCloud.AppHost.Local;

namespace PartyCloud.SystemTests;

/// <summary>
/// The platform's main job through the gateway alone, as a portal would do it: from two sheets to confirmed pairs. The 120 organizations
/// are those of the example that the selection is specified by, laid out over two districts, with a veto and a score below the bands.
/// </summary>
[Collection(SystemFixture.Name)]
public sealed class MainJobTests(SystemFixture fixture)
{
    private const int Year = 2026;
    private const int VetoedVillage = 39;
    private const int FailedEnterprise = 7;

    private static readonly (string Type, int Count, int ShareBasisPoints, int Quota)[] Types =
    [
        ("village", 41, 1500, 7), ("community", 12, 1000, 2), ("stateOwnedEnterprise", 7, 500, 1),
        ("nonPublicEnterprise", 23, 500, 2), ("governmentOrgan", 30, 500, 2), ("publicInstitution", 7, 500, 1),
    ];

    private static readonly string[] Assessed = ["branch"];
    private static readonly string[] Activities = ["lecture", "law"];

    private readonly Portal _portal = fixture.Portal;
    private readonly string _prefix = Samples.Prefix();

    private LocalSystem Parts => fixture.System;

    [Fact]
    public async Task From_two_sheets_to_confirmed_pairs()
    {
        var members = await TreeAndMembersAsync();
        var root = await IdOfAsync("root");
        await RollupAsync(root, members);

        var cycle = await FrozenCycleAsync(root);
        await RankingAsync(cycle);
        var selection = await SelectionAsync(cycle);
        await CasesAsync(selection);
        await PairingAsync(root);

        await fixture.Inspector.AllAgreeAsync();
        await AuditHoldsAsync();
    }

    private async Task<IReadOnlyList<SampleMember>> TreeAndMembersAsync()
    {
        List<SampleOrganization> tree = [new(Code("root"), "样例市委", "committee", "governmentOrgan", null)];
        foreach (var district in (int[])[1, 2])
        {
            tree.Add(new(Code($"d{district}"), $"样例{district}区委", "committee", "governmentOrgan", Code("root"), $"99010{district}"));
            tree.Add(new(Code($"bureau{district}"), $"样例{district}区政法工委", "workingCommittee", "governmentOrgan", Code($"d{district}")));
        }

        tree.AddRange(Types.SelectMany(type => Enumerable.Range(0, type.Count).Select(
            index => new SampleOrganization(CodeOf(type.Type, index), $"样例{type.Type}{index}支部", "branch", type.Type, Code($"d{District(index)}")))));
        // From the leaves to the root: a sheet may come in any order.
        await ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree.AsEnumerable().Reverse()), tree.Count);
        await fixture.Inspector.AllAgreeAsync();

        List<SampleMember> members = [.. tree.Where(organization => organization.Kind == "branch").SelectMany((branch, number) =>
            Enumerable.Range(0, 3 + number % 4).Select(index => Samples.Member(branch.Code, index == 2 ? "probationary" : "formal")))];
        await ImportAsync("/api/v1/members/imports", SampleMember.Sheet(members), members.Count);
        return members;
    }

    private async Task RollupAsync(string root, IReadOnlyList<SampleMember> members)
    {
        await SystemFixture.Passes(async () =>
        {
            var rollup = await _portal.GetAsync($"/api/v1/organizations/{root}/rollup");
            Assert.Equal(members.Count, (int)rollup["members"]!["total"]!);
        });
        var counts = await _portal.GetAsync($"/api/v1/organizations/{root}/rollup");
        Assert.Equal(125, (int)counts["organizations"]!["total"]!);
        Assert.Equal(new() { ["committee"] = 3, ["workingCommittee"] = 2, ["branch"] = 120 }, Figures(counts["organizations"]!["byKind"]!));
        Assert.Equal(
            Types.ToDictionary(type => type.Type, type => type.Count + (type.Type == "governmentOrgan" ? 5 : 0)), Figures(counts["organizations"]!["byDomainType"]!));
        Assert.Equal(members.CountBy(member => member.Status).ToDictionary(), Figures(counts["members"]!["byStatus"]!));

        var (first, second) = (await _portal.GetAsync($"/api/v1/organizations/{await IdOfAsync("d1")}/rollup"), await _portal.GetAsync($"/api/v1/organizations/{await IdOfAsync("d2")}/rollup"));
        Assert.Equal(members.Count, (int)first["members"]!["total"]! + (int)second["members"]!["total"]!);
        Assert.Equal((64, 60), ((int)first["organizations"]!["total"]!, (int)second["organizations"]!["total"]!));
    }

    private async Task<string> FrozenCycleAsync(string root)
    {
        var scheme = await _portal.PostAsync("/api/v1/assessment/schemes", new
        {
            name = "样例考评细则",
            year = Year,
            maxScore = 100,
            organizationId = root,
            dimensions = new object[]
            {
                new { name = "党建实绩", indicators = new[] { new { code = "work", name = "党建实绩", points = 100, method = "manual" } } },
                new { name = "一票否决", indicators = new[] { new { code = "fraud", name = "弄虚作假", points = 0, method = "veto" } } },
            },
            stages = new[] { new { stage = "yearEnd", weight = 1m } },
            grades = new[] { new { grade = "A", min = 90 }, new { grade = "B", min = 80 }, new { grade = "C", min = 60 }, new { grade = "D", min = 0 } },
        }, HttpStatusCode.Created);
        await _portal.PostAsync($"/api/v1/assessment/schemes/{scheme["id"]}/publish", null);

        var cycle = (string)(await _portal.PostAsync("/api/v1/assessment/cycles", new
        {
            schemeId = (string)scheme["id"]!,
            year = Year,
            scopeOrganizationId = root,
            cutOff = $"{Year}-12-31",
            kinds = Assessed,
        }, HttpStatusCode.Created))["id"]!;
        var path = $"/api/v1/assessment/cycles/{cycle}";
        Assert.Equal("open", (string?)(await _portal.PostAsync($"{path}/open", null))["state"]);

        var ids = (await _portal.ListAsync($"/api/v1/organizations?under={root}&kind=branch")).ToDictionary(item => (string)item["code"]!, item => (string)item["id"]!);
        Assert.Equal(120, ids.Count);
        var scores = Types.SelectMany(type => Enumerable.Range(0, type.Count).Select(index => Score(ids[CodeOf(type.Type, index)], "work", ScoreOf(type.Type, index)))).ToList();
        scores.Add(Score(ids[CodeOf("village", VetoedVillage)], "fraud", 1m));

        // All but one: an organization without a score is named, and is not a zero.
        await _portal.PutAsync($"{path}/scores", scores.Skip(1));
        var refused = await _portal.PostAsync($"{path}/freeze", null, HttpStatusCode.Conflict);
        Assert.Equal("cycle.scores-missing", (string?)refused["code"]);
        Assert.Equal(ids[CodeOf("village", 0)], (string?)Assert.Single(refused["errors"]!.AsArray())!["field"]);
        await _portal.PutAsync($"{path}/scores", scores.Take(1));

        var frozen = await _portal.PostAsync($"{path}/freeze", null);
        Assert.Equal(("frozen", 120), ((string?)frozen["state"], (int)frozen["assessed"]!));
        Assert.Equal("finalized", (string?)(await _portal.PostAsync($"{path}/finalize", null))["state"]);
        return path;
    }

    private async Task RankingAsync(string cycle)
    {
        var lowest = await _portal.GetAsync($"{cycle}/ranking?domainType=nonPublicEnterprise&order=asc&limit=1");
        var last = Assert.Single(lowest["items"]!.AsArray())!;
        Assert.Equal((CodeOf("nonPublicEnterprise", FailedEnterprise), 23, 1, 55m, "D"), (
            (string)last["code"]!, (int)last["rank"]!, (int)last["rankFromLowest"]!, (decimal)last["score"]!, (string)last["grade"]!));

        var villages = await _portal.ListAsync($"{cycle}/ranking?domainType=village&order=desc");
        Assert.Equal(Enumerable.Range(1, 41), villages.Select(row => (int)row["rank"]!));
        Assert.Equal(Enumerable.Range(0, 41).Reverse().Select(index => CodeOf("village", index)), villages.Select(row => (string)row["code"]!));
        Assert.Equal((true, "D"), ((bool)villages[1]["vetoed"]!, (string)villages[1]["grade"]!));
    }

    private async Task<JsonNode> SelectionAsync(string cycle)
    {
        var rules = Types.Select(type => new { domainType = type.Type, minShareBasisPoints = type.ShareBasisPoints }).ToArray();

        // Each district by itself: the city's list is the sum of theirs.
        var perDistrict = await _portal.PostAsync($"{cycle}/selections/preview", new { rules, tiePolicy = "includeTies", per = "district" });
        Assert.Equal(17, perDistrict["items"]!.AsArray().Count);
        Assert.Equal(
            [("village", 4), ("community", 1), ("stateOwnedEnterprise", 1), ("nonPublicEnterprise", 1), ("governmentOrgan", 1), ("publicInstitution", 1)],
            await QuotasOfAsync(perDistrict, "d1"));
        Assert.Equal(
            [("village", 3), ("community", 1), ("stateOwnedEnterprise", 1), ("nonPublicEnterprise", 1), ("governmentOrgan", 1), ("publicInstitution", 1)],
            await QuotasOfAsync(perDistrict, "d2"));

        var selection = await _portal.PostAsync($"{cycle}/selections", new { rules, tiePolicy = "includeTies" }, HttpStatusCode.Created);
        Assert.Equal(
            Types.Select(type => (type.Type, type.Count, type.Quota, type.Quota)),
            selection["quotas"]!.AsArray().Select(quota => ((string)quota!["domainType"]!, (int)quota["assessed"]!, (int)quota["quota"]!, (int)quota["listed"]!)));
        Assert.Equal(Listed().Select(listed => (listed.Code, listed.Reason)).Order(), selection["items"]!.AsArray().Select(item => ((string)item!["code"]!, (string)item["reason"]!)).Order());
        Assert.Equal(15, selection["items"]!.AsArray().Count);

        var again = await _portal.PostAsync($"/api/v1/assessment/selections/{selection["id"]}/verify", null);
        Assert.True((bool)again["identical"]!);
        return selection;
    }

    private async Task CasesAsync(JsonNode selection)
    {
        var cases = await _portal.ListAsync($"/api/v1/assessment/rectifications?selectionId={selection["id"]}");
        Assert.Equal(Listed().Select(listed => listed.Code).Order(), cases.Select(item => (string)item["code"]!).Order());
        Assert.All(cases, item => Assert.Equal("identified", (string?)item["state"]));
    }

    private async Task PairingAsync(string root)
    {
        var programme = (string)(await _portal.PostAsync("/api/v1/pairing/programmes", new
        {
            name = "样例结对",
            year = Year,
            scopeOrganizationId = root,
            ruleSet = new { name = "样例规则", capacityPerHelper = 8, rules = new[] { new { helperClass = "legalAffairs", needClass = "disorderly", priority = 1 } } },
        }, HttpStatusCode.Created))["id"]!;
        var path = $"/api/v1/pairing/programmes/{programme}";
        await SystemFixture.Passes(async () =>
        {
            await _portal.PostAsync($"{path}/needs/from-weak-list", new { needClass = "disorderly", year = Year });
            Assert.Equal(15, (await _portal.ListAsync($"{path}/needs")).Count);
        });
        await _portal.PostAsync($"{path}/helpers", new[]
        {
            new { organizationId = await IdOfAsync("bureau1"), helperClass = "legalAffairs" }, new { organizationId = await IdOfAsync("bureau2"), helperClass = "legalAffairs" },
        });

        var end = await _portal.EndOfAsync(await _portal.StartAsync($"{path}/proposals"));
        Assert.Equal("succeeded", (string?)end["state"]);
        var run = (await _portal.GetAsync(path))["lastRun"]!;
        // Each helps its own district, two steps away: 8 × 20 + 25 × (0 + … + 7) and 7 × 20 + 25 × (0 + … + 6).
        Assert.Equal((15, 0, 1525L), ((int)run["matched"]!, (int)run["unmatched"]!, (long)run["totalCost"]!));
        var proposals = await _portal.ListAsync($"{path}/proposals");
        Assert.Equal(
            Listed().Select(listed => (listed.Code, Code($"bureau{listed.District}"))).Order(),
            proposals.Select(proposal => ((string)proposal["need"]!["organizationCode"]!, (string)proposal["helper"]!["organizationCode"]!)).Order());

        var unwanted = proposals.First(proposal => (string)proposal["helper"]!["organizationCode"]! == Code("bureau1"));
        var rejected = await _portal.PostAsync($"/api/v1/pairing/proposals/{unwanted["id"]}/reject", new { reason = "该单位已有帮扶任务（样例）" });
        Assert.Equal("rejected", (string?)rejected["state"]);
        foreach (var proposal in proposals.Where(proposal => proposal != unwanted))
        {
            Assert.Equal("confirmed", (string?)(await _portal.PostAsync($"/api/v1/pairing/proposals/{proposal["id"]}/confirm", new { }))["state"]);
        }

        var pairs = await _portal.ListAsync($"/api/v1/pairing/pairs?under={root}");
        Assert.Equal(14, pairs.Count);
        foreach (var district in (string[])["d1", "d2"])
        {
            Assert.Equal(7, (await _portal.ListAsync($"/api/v1/pairing/pairs?under={await IdOfAsync(district)}")).Count);
        }

        await _portal.PostAsync($"/api/v1/pairing/pairs/{pairs[0]["id"]}/visits", new { on = (string)pairs[0]["startedOn"]!, activities = Activities, beneficiaries = 35 }, HttpStatusCode.Created);
        Assert.Equal(1, (int)(await _portal.GetAsync($"/api/v1/pairing/pairs/{pairs[0]["id"]}"))["visits"]!);
    }

    /// <summary>An auditor walks every service's chain, and sees no business data.</summary>
    private async Task AuditHoldsAsync()
    {
        const string name = "sample.auditor", password = "Walks-the-chain-1";
        using (var security = new Portal(Parts.GatewayAddress, "admin", Parts.Secrets.AdminPassword))
        {
            await security.ActAsAsync("securityAdmin");
            var account = await security.PostAsync("/api/v1/accounts", new { userName = name, password, mustChangePassword = false }, HttpStatusCode.Created);
            await security.PostAsync($"/api/v1/accounts/{account["id"]}/posts", new { role = "auditor" }, HttpStatusCode.Created);
        }

        using var auditor = new Portal(Parts.GatewayAddress, name, password);
        foreach (var service in (string[])["organizations", "members", "assessment", "pairing", "gateway"])
        {
            await SystemFixture.Passes(async () =>
            {
                var chain = await auditor.PostAsync($"/api/v1/{service}/operations/audit/verify", null);
                Assert.True((bool)chain["holds"]!, $"{service}: {chain["broken"]}");
                Assert.True((long)chain["checked"]! > 0, $"Nothing is sealed in {service}.");
            });
        }

        Assert.Equal(HttpStatusCode.Forbidden, await auditor.StatusOfAsync("/api/v1/organizations"));
        Assert.Equal(HttpStatusCode.Forbidden, await auditor.StatusOfAsync("/api/v1/organizations/operations/digests"));
    }

    /// <summary>By D first, then from the lowest: worked out by hand from the scores below.</summary>
    private IEnumerable<(string Code, string Reason, int District)> Listed()
    {
        (string Type, int Index, string Reason)[] listed =
        [
            ("village", VetoedVillage, "gradeD"), ("nonPublicEnterprise", FailedEnterprise, "gradeD"),
            .. Enumerable.Range(0, 6).Select(index => ("village", index, "lowestRank")),
            ("community", 0, "lowestRank"), ("community", 1, "lowestRank"), ("stateOwnedEnterprise", 0, "lowestRank"), ("nonPublicEnterprise", 0, "lowestRank"),
            ("governmentOrgan", 0, "lowestRank"), ("governmentOrgan", 1, "lowestRank"), ("publicInstitution", 0, "lowestRank"),
        ];
        return listed.Select(item => (CodeOf(item.Type, item.Index), item.Reason, District(item.Index)));
    }

    // All of a type are different, and only one lies below the bands.
    private static decimal ScoreOf(string type, int index) => type == "nonPublicEnterprise" && index == FailedEnterprise ? 55m : 61m + index * 0.5m;

    private static int District(int index) => index % 2 + 1;

    private static object Score(string organizationId, string indicator, decimal value) => new { organizationId, stage = "yearEnd", indicator, value };

    private static Dictionary<string, int> Figures(JsonNode counts) => counts.AsObject().ToDictionary(count => count.Key, count => (int)count.Value!);

    private string Code(string name) => _prefix + name;

    private string CodeOf(string type, int index) => Code($"{type}{index:00}");

    private async Task<List<(string, int)>> QuotasOfAsync(JsonNode selection, string district)
    {
        var id = await IdOfAsync(district);
        return [.. selection["quotas"]!.AsArray().Where(quota => (string?)quota!["districtId"] == id).Select(quota => ((string)quota!["domainType"]!, (int)quota["quota"]!))];
    }

    private async Task<string> IdOfAsync(string name) => (string)(await _portal.GetAsync("/api/v1/organizations/by-code/" + Code(name)))["id"]!;

    private async Task ImportAsync(string path, byte[] sheet, int rows)
    {
        var end = await _portal.ImportAsync(path, sheet);
        Assert.Equal(("succeeded", rows, "[]"), ((string)end["state"]!, (int)end["done"]!, end["errors"]!.ToJsonString()));
    }
}
