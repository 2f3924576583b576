using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;
using static PartyCloud.Assessment.Tests.Selection.SelectionExample;

namespace PartyCloud.Assessment.Tests.Selection;

/// <summary>The example of 120 organizations through the API, on a real database.</summary>
public sealed class SelectWeakTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    private static readonly SelectionRule[] Village15 = [new("village", 1500)];

    /// <summary>T11: 非公 n=23, one D; the D stands in the middle by code and lowest by score.</summary>
    [Fact]
    public async Task T11_the_example_lists_15_with_reasons_and_opens_a_case_for_each()
    {
        var (root, all) = await HasExample();
        var d = all[First(NonPublic) + 9];
        var cycle = await app.HasFrozenCycle(root, Example(all).Select(s => s.OrganizationId == d.Id ? s with { Value = 59.5m } : s));

        var selection = await app.Selected(cycle.Id, new(Rules));

        Assert.Equal(120, cycle.Assessed);
        Assert.Equal([7, 2, 1, 2, 2, 1], selection.Quotas.Select(q => q.Quota));
        Assert.Equal(Sizes, selection.Quotas.Select(q => q.Assessed));
        Assert.Equal(15, selection.Items.Count);
        Assert.Equal(
            [(d.Id, ListingReason.GradeD, "D"), (all[First(NonPublic)].Id, ListingReason.LowestRank, "C")],
            selection.Items.Where(i => i.DomainType == "nonPublicEnterprise").Select(i => (i.OrganizationId, i.Reason, i.Grade)));
        Assert.Equal((23, 1), (selection.Items.Single(i => i.OrganizationId == d.Id).Rank, selection.Items.Single(i => i.OrganizationId == d.Id).RankFromLowest));

        var cases = await Cases(root);
        Assert.Equal(selection.Items.Select(i => i.OrganizationId).Order(), cases.Select(c => c.OrganizationId).Order());
        Assert.All(cases, c => Assert.Equal((RectificationState.Identified, selection.Id), (c.State, c.SelectionId)));
        Assert.Equal(15, (await Facts<OrganizationListedAsWeak>(root)).Count);
    }

    [Fact]
    public async Task T12_five_D_make_it_18()
    {
        var (root, all) = await HasExample();
        var ds = Enumerable.Range(0, 5).Select(i => all[First(NonPublic) + (4 * i)].Id).ToHashSet();
        var cycle = await app.HasFrozenCycle(root, Example(all).Select(s => ds.Contains(s.OrganizationId!.Value) ? s with { Value = 30 } : s));

        var selection = await app.Selected(cycle.Id, new(Rules));

        Assert.Equal(18, selection.Items.Count);
        Assert.Equal(ds, selection.Items.Where(i => i.Reason is ListingReason.GradeD).Select(i => i.OrganizationId).ToHashSet());
    }

    [Fact]
    public async Task T13_a_D_by_veto_with_a_high_score_is_listed_and_counts()
    {
        var (root, all) = await HasExample();
        var scheme = new SchemeContent(
            100, [new("all", [SchemeSamples.Manual("total", 100), new("fraud", "弄虚作假", IndicatorMethod.Veto)])], [new("yearEnd", 1)], SchemeSamples.AToD);
        var vetoed = all[First(Village) + 39];
        var cycle = await app.HasFrozenCycle(root, [.. Example(all), new("yearEnd", "fraud", 1, vetoed.Id)], scheme);

        var villages = (await app.Selected(cycle.Id, new(Rules))).Items.Where(i => i.DomainType == "village").ToArray();

        Assert.Equal(7, villages.Length);
        Assert.Equal((vetoed.Id, ListingReason.GradeD, "D", 80m, 40), (villages[0].OrganizationId, villages[0].Reason, villages[0].Grade, villages[0].Score, villages[0].RankFromLowest));
    }

    [Fact]
    public async Task T14_both_tie_policies_and_a_recorded_decision()
    {
        var (root, all) = await HasVillages(9);
        decimal[] scores = [61, 63.5m, 63.5m, 70, 71, 72, 73, 74, 75];
        var cycle = await app.HasFrozenCycle(root, all.Zip(scores, Total));

        var tied = await app.Selected(cycle.Id, new(Village15));
        Assert.Equal([ListingReason.LowestRank, ListingReason.Tie, ListingReason.Tie], tied.Items.Select(i => i.Reason));

        var refused = await (await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/selections", new SelectWeakRequest(Village15, TiePolicy.Ordered), Wire.Json))
            .Refusal(HttpStatusCode.Conflict);
        Assert.Equal("selection.tie-undecided", refused.Code);
        Assert.Equal(new[] { all[1].Id.ToString(), all[2].Id.ToString() }.Order(), refused.Errors!.Select(e => e.Field).Order());

        var decided = await app.Selected(cycle.Id, new(Village15, TiePolicy.Ordered, SelectionPer.Scope, [new("village", [all[2].Id], "常委会会议纪要（样例）")]));
        Assert.Equal([(all[0].Id, (TieBreak?)null), (all[2].Id, TieBreak.Decision)], decided.Items.Select(i => (i.OrganizationId, i.DecidedBy)));
    }

    [Fact]
    public async Task T14_ordered_takes_lower_satisfaction_first()
    {
        var (root, all) = await HasVillages(9);
        var scheme = new SchemeContent(
            100, [new("all", [SchemeSamples.Manual("total", 90), new("rate", "群众满意率", IndicatorMethod.Fact, 10)])], [new("yearEnd", 1)], SchemeSamples.AToD, "rate");
        decimal[] scores = [51, 53.5m, 53.5m, 60, 61, 62, 63, 64, 65];
        var rates = all.Select((o, i) => new ScoreRequest("yearEnd", "rate", i == 2 ? 88 : 95, o.Id));
        var cycle = await app.HasFrozenCycle(root, [.. all.Zip(scores, Total), .. rates], scheme);

        var selection = await app.Selected(cycle.Id, new(Village15, TiePolicy.Ordered));

        Assert.Equal([(all[0].Id, (TieBreak?)null), (all[2].Id, TieBreak.Satisfaction)], selection.Items.Select(i => (i.OrganizationId, i.DecidedBy)));
    }

    [Fact]
    public async Task T15_the_snapshot_decides_and_a_rerun_is_identical()
    {
        var (root, all) = await HasVillages(9);
        var cycle = await app.HasOpenCycle(root, cutOff: new(2026, 6, 30));
        await (await app.Scores(cycle.Id, all.Select((o, i) => Total(o, 60 + i)))).Read<ScoresRecorded>();
        await app.Hears(
            all[0] with { Version = 2, DomainType = "community" },
            all[1] with { Version = 2, Status = OrganizationStatus.Merged, MergedIntoId = all[5].Id },
            all[2] with { Version = 2, Status = OrganizationStatus.Abolished });
        Assert.Equal(9, (await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Read<CycleResponse>()).Assessed);
        var first = await app.Selected(cycle.Id, new(Village15));
        Assert.Equal([all[0].Id, all[1].Id], first.Items.Select(i => i.OrganizationId));

        await app.Hears(all[3] with { Version = 2, DomainType = "community", Name = "改名（样例）" });
        var again = await app.Selected(cycle.Id, new(Village15));
        var verified = await (await app.Admin.PostAsync($"{Root}/selections/{first.Id}/verify", null)).Read<SelectionVerification>();

        Assert.Equal(first.Items, again.Items);
        Assert.Equal(first.Digest, again.Digest);
        Assert.True(verified.Identical);
        Assert.Equal(2, (await Cases(root)).Count);
    }

    [Fact]
    public async Task T17_quotas_per_district_are_the_sum_of_the_districts()
    {
        var city = await app.HasRoot("500100");
        var districts = ((string[])["500117", "500118"]).Select((region, i) => Organization($"{city.LevelCode}00{i + 1}", city, OrganizationKind.Committee, "governmentOrgan", region)).ToArray();
        OrganizationState[] villages = [.. districts.SelectMany(d => Enumerable.Range(1, 11).Select(v => Organization($"{d.LevelCode}0{v:00}", d)))];
        await app.Hears([.. districts, .. villages]);
        var cycle = await app.HasFrozenCycle(city, villages.Select((o, i) => Total(o, 60 + i)));

        var perDistrict = await app.Selected(cycle.Id, new([new("village", 1000)], TiePolicy.IncludeTies, SelectionPer.District));
        var ofCity = await app.Selected(cycle.Id, new([new("village", 1000)]));

        Assert.Equal(22, cycle.Assessed);
        Assert.Equal([(districts[0].Id, 11, 2), (districts[1].Id, 11, 2)], perDistrict.Quotas.Where(q => q.Assessed > 0).Select(q => (q.DistrictId!.Value, q.Assessed, q.Quota)));
        Assert.Equal([villages[0].Id, villages[1].Id, villages[11].Id, villages[12].Id], perDistrict.Items.Select(i => i.OrganizationId));
        Assert.Equal(3, ofCity.Items.Count);
    }

    [Fact]
    public async Task T19_T20_two_years_running_propose_the_own_secretary_and_the_parents()
    {
        var root = await app.HasRoot();
        var general = Organization($"{root.LevelCode}001", root, OrganizationKind.GeneralBranch, "governmentOrgan");
        var direct = Organization($"{root.LevelCode}002", root);
        var below = Organization($"{general.LevelCode}001", general);
        var spared = Organization($"{general.LevelCode}002", general);
        await app.Hears(general, direct, below, spared);
        OrganizationState[] villages = [direct, below, spared];
        foreach (var (year, weak) in new[] { (2024, new[] { spared }), (2025, [direct, below]), (2026, [direct, below, spared]) })
        {
            var cycle = await app.HasFrozenCycle(root, [Total(general, 90), .. villages.Select(v => Total(v, weak.Contains(v) ? 50 : 90))], year: year);
            Assert.Equal(weak.Select(w => w.Id).Order(), (await app.Selected(cycle.Id, new(Village15))).Items.Select(i => i.OrganizationId).Order());
        }

        var removals = await Page<RemovalResponse>($"{Root}/removals", root);

        // The direct one is one proposal; the one below is two; the one listed two years ago and now is none.
        Assert.Equal(new[] { direct.Id, below.Id, general.Id }.Order(), removals.Select(r => r.OrganizationId).Order());
        Assert.All(removals, r => Assert.Equal((2026, RemovalState.Proposed), (r.Year, r.State)));
        Assert.Equal([below.Id], removals.Single(r => r.OrganizationId == general.Id).BecauseOf);
        Assert.Equal(3, (await Facts<RemovalProposed>(root)).Count);

        var earlier = (await Cases(root)).Where(c => c.Year < 2026).Select(c => c.State);
        Assert.All(earlier, state => Assert.Equal(RectificationState.Relisted, state));
        var approved = await (await app.Admin.PostAsJsonAsync($"{Root}/removals/{removals[0].Id}/approve", new ApproveRemovalRequest(new(2026, 8, 1)), Wire.Json)).Read<RemovalResponse>();
        Assert.Equal(RemovalState.Approved, approved.State);
    }

    [Fact]
    public async Task A_preview_says_what_would_be_listed_and_keeps_nothing()
    {
        var (root, all) = await HasVillages(9);
        var cycle = await app.HasFrozenCycle(root, all.Select((o, i) => Total(o, 60 + i)));

        var preview = await (await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/selections/preview", new SelectWeakRequest(Village15), Wire.Json)).Read<SelectionResponse>();

        Assert.Equal([all[0].Id, all[1].Id], preview.Items.Select(i => i.OrganizationId));
        Assert.Empty(await Cases(root));
        Assert.Empty(await Page<object>($"{Root}/cycles/{cycle.Id}/selections", root));
    }

    [Fact]
    public async Task A_selection_is_read_by_both_addresses_and_only_in_scope()
    {
        var (root, all) = await HasVillages(9);
        var cycle = await app.HasFrozenCycle(root, all.Select((o, i) => Total(o, 60 + i)));
        var selection = await app.Selected(cycle.Id, new(Village15));
        var neighbour = await app.HasRoot();

        foreach (var address in new[] { $"{Root}/selections/{selection.Id}", $"{Root}/cycles/{cycle.Id}/selections/{selection.Id}" })
        {
            Assert.Equal(selection.Items, (await (await app.Admin.GetAsync(address)).Read<SelectionResponse>()).Items);
            Assert.Equal(HttpStatusCode.NotFound, (await app.As(neighbour.LevelCode, "assessment.*").GetAsync(address)).StatusCode);
        }

        var refused = await (await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/selections", new SelectWeakRequest([new("village", 10_001), new("village", 1)]), Wire.Json))
            .Refusal(HttpStatusCode.BadRequest);
        Assert.Equal(["rules[0].minShareBasisPoints", "rules[1].domainType"], refused.Errors!.Select(e => e.Field).Order());
    }

    private async Task<(OrganizationState Root, OrganizationState[] All)> HasExample()
    {
        var root = await app.HasRoot();
        OrganizationState[] all = [.. Everyone().Select((c, i) => Organization($"{root.LevelCode}{i + 1:000}", root, domainType: Rules[c.Rule].DomainType))];
        await app.Hears(all);
        return (root, all);
    }

    private static IEnumerable<ScoreRequest> Example(OrganizationState[] all) => Everyone().Select((c, i) => Total(all[i], c.Score!.Value));

    private async Task<(OrganizationState Root, OrganizationState[] All)> HasVillages(int count)
    {
        var root = await app.HasRoot();
        OrganizationState[] all = [.. Enumerable.Range(1, count).Select(i => Organization($"{root.LevelCode}{i:000}", root))];
        await app.Hears(all);
        return (root, all);
    }

    private Task<IReadOnlyList<RectificationResponse>> Cases(OrganizationState root) => Page<RectificationResponse>($"{Root}/rectifications?limit=200", root);

    private async Task<IReadOnlyList<T>> Page<T>(string address, OrganizationState root) =>
        (await (await app.As(root.LevelCode, "assessment.*").GetAsync(address)).Read<Page<T>>()).Items;

    private async Task<List<T>> Facts<T>(OrganizationState root) =>
        [.. from body in await app.OutboxAsync<T>()
            where JsonNode.Parse(body)!["levelCode"]!.GetValue<string>().StartsWith(root.LevelCode, StringComparison.Ordinal)
            select JsonSerializer.Deserialize<T>(body, Wire.Json)!];
}
