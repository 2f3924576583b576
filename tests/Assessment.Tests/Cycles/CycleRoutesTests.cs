using System.Net;
using System.Net.Http.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests.Cycles;

public sealed class CycleRoutesTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task T16_freezing_with_missing_scores_is_refused_and_each_is_named()
    {
        var (root, all) = await HasVillages(3);
        var cycle = await app.HasOpenCycle(root, SchemeSamples.Single() with { Stages = SchemeSamples.ThreeStages });
        await (await app.Scores(cycle.Id, [.. all.Take(2).SelectMany(o => SchemeSamples.ThreeStages.Select(s => new ScoreRequest(s.Stage, "total", 80, o.Id))), new("yearEnd", "total", 70, all[2].Id)])).Read<ScoresRecorded>();

        var refused = await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Refusal(HttpStatusCode.Conflict);

        Assert.Equal("cycle.scores-missing", refused.Code);
        Assert.Equal(
            [(all[2].Id.ToString(), "score.missing"), (all[2].Id.ToString(), "score.missing")], refused.Errors!.Select(e => (e.Field, e.Code)));
        Assert.Contains("selfCheck", refused.Errors![0].Text, StringComparison.Ordinal);
        Assert.Equal(CycleState.Open, (await (await app.Admin.GetAsync($"{Root}/cycles/{cycle.Id}")).Read<CycleResponse>()).State);
    }

    [Fact]
    public async Task An_excluded_organization_needs_no_score_and_has_no_rank()
    {
        var (root, all) = await HasVillages(3);
        var cycle = await app.HasOpenCycle(root);
        await (await app.Scores(cycle.Id, all.Take(2).Select((o, i) => Total(o, 80 + i)))).Read<ScoresRecorded>();
        Assert.Equal(HttpStatusCode.NoContent, (await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/exclusions", new ExcludeOrganizationRequest(all[2].Id, "今年新设"), Wire.Json)).StatusCode);

        Assert.Equal(2, (await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Read<CycleResponse>()).Assessed);
        Assert.Equal(2, (await Ranking(cycle.Id, "")).Items.Count);
        Assert.Equal("cycle.already-frozen", (await (await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/exclusions", new ExcludeOrganizationRequest(all[1].Id, "太迟了"), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_cycle_is_ranked_by_type_graded_and_finalized()
    {
        var root = await app.HasRoot();
        OrganizationState[] all = [.. Enumerable.Range(1, 6).Select(i => Organization($"{root.LevelCode}{i:000}", root, domainType: i < 5 ? "village" : "community"))];
        await app.Hears(all);
        decimal[] scores = [61, 63.5m, 70, 63.5m, 90, 59.9999m];
        var cycle = await app.HasFrozenCycle(root, all.Zip(scores, Total));

        var villages = (await Ranking(cycle.Id, "?domainType=village&order=asc")).Items;
        Assert.Equal([(61m, 4, 1, "C"), (63.5m, 2, 2, "C"), (63.5m, 2, 2, "C"), (70m, 1, 4, "C")], villages.Select(r => (r.Score, r.Rank, r.RankFromLowest, r.Grade)));
        Assert.Equal([70m, 63.5m, 63.5m, 61m], (await Ranking(cycle.Id, "?domainType=village&order=desc")).Items.Select(r => r.Score));
        Assert.Equal(["A", "D"], (await Ranking(cycle.Id, "?domainType=community&order=desc")).Items.Select(r => r.Grade));

        var paged = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Ranking(cycle.Id, $"?limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page.Items.Select(r => r.OrganizationId));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal((await Ranking(cycle.Id, "")).Items.Select(r => r.OrganizationId), paged);
        Assert.Equal(6, paged.Count);

        Assert.Equal(CycleState.Finalized, (await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/finalize", null)).Read<CycleResponse>()).State);
        var graded = (await app.OutboxAsync<OrganizationGraded>()).Select(body => System.Text.Json.JsonSerializer.Deserialize<OrganizationGraded>(body, Wire.Json)!).Where(g => g.CycleId == cycle.Id).ToList();
        Assert.Equal(6, graded.Count);
        Assert.Equal((59.9999m, "D", 2), (graded.Single(g => g.OrganizationId == all[5].Id).Score, graded.Single(g => g.OrganizationId == all[5].Id).Grade, graded.Single(g => g.OrganizationId == all[5].Id).Rank));
        Assert.Single(await app.OutboxAsync<CycleFrozen>(), body => body.Contains(cycle.Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task T66_stage_scores_are_weighted_and_every_point_is_explained()
    {
        var (root, all) = await HasVillages(1);
        var cycle = await app.HasOpenCycle(root, SchemeSamples.Single() with { Stages = SchemeSamples.ThreeStages });
        await (await app.Scores(cycle.Id, [new("selfCheck", "total", 90, all[0].Id), new("spotCheck", "total", 80, all[0].Id), new("yearEnd", "total", 85, OrganizationCode: all[0].Code)])).Read<ScoresRecorded>();

        var explained = await (await app.Admin.GetAsync($"{Root}/cycles/{cycle.Id}/organizations/{all[0].Id}/score")).Read<ScoreExplanation>();
        await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Read<CycleResponse>();

        Assert.Equal((84.5m, 0), (explained.Score, explained.Missing));
        Assert.Equal(6, explained.Lines.Count);
        Assert.Equal(84.5m, (await Ranking(cycle.Id, "")).Items.Single().Score);
    }

    [Fact]
    public async Task Bad_scores_are_named_by_row_and_none_is_recorded()
    {
        var (root, all) = await HasVillages(2);
        var stranger = (await HasVillages(1)).All[0];
        var cycle = await app.HasOpenCycle(root);

        var malformed = await (await app.Scores(cycle.Id, [Total(all[0], 80), Total(all[1], 100.5m), new("midYear", "total", 1, all[1].Id), new("yearEnd", "total", 1), Total(all[0], 81), Total(all[1], -1)])).Refusal(HttpStatusCode.BadRequest);
        var unknown = await (await app.Scores(cycle.Id, [Total(all[0], 80), Total(stranger, 80), new("yearEnd", "total", 9, OrganizationCode: "nobody")])).Refusal(HttpStatusCode.BadRequest);
        var twice = await (await app.Scores(cycle.Id, [Total(all[0], 80), new("yearEnd", "total", 9, OrganizationCode: all[0].Code)])).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal(
            [("[1].value", "score.above-points"), ("[2].indicator", "score.indicator-unknown"), ("[3].organizationId", "field.required"), ("[4]", "score.twice"), ("[5].value", "score.negative")],
            malformed.Errors!.Select(e => (e.Field, e.Code)));
        Assert.Equal([("[1].organizationId", "score.organization-unknown"), ("[2].organizationId", "score.organization-unknown")], unknown.Errors!.Select(e => (e.Field, e.Code)));
        Assert.Equal([("[1].organizationId", "score.twice")], twice.Errors!.Select(e => (e.Field, e.Code)));
        Assert.Equal(0L, (await app.RowsAsync("select count(*) from scores where cycle_id = $1", r => r.GetInt64(0), cycle.Id)).Single());
    }

    [Fact]
    public async Task A_corrected_score_replaces_the_first_until_the_freeze()
    {
        var (root, all) = await HasVillages(1);
        var cycle = await app.HasOpenCycle(root);
        await (await app.Scores(cycle.Id, [Total(all[0], 80)])).Read<ScoresRecorded>();
        await (await app.Scores(cycle.Id, [Total(all[0], 81) with { Reason = "复核" }])).Read<ScoresRecorded>();
        await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Read<CycleResponse>();

        Assert.Equal(81, (await Ranking(cycle.Id, "")).Items.Single().Score);
        Assert.Equal("cycle.not-open", (await (await app.Scores(cycle.Id, [Total(all[0], 82)])).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("cycle.not-open", (await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_clerk_below_scores_his_own_and_sees_his_own_and_a_neighbour_sees_nothing()
    {
        var root = await app.HasRoot();
        OrganizationState[] towns = [.. Enumerable.Range(1, 2).Select(i => Organization($"{root.LevelCode}00{i}", root, OrganizationKind.Committee, "governmentOrgan"))];
        OrganizationState[] villages = [.. towns.Select(t => Organization($"{t.LevelCode}001", t))];
        await app.Hears([.. towns, .. villages]);
        var cycle = await app.HasOpenCycle(root);
        var (clerk, neighbour) = (app.As(towns[0].LevelCode, "assessment.*"), app.As((await app.HasRoot()).LevelCode, "assessment.*"));

        await (await app.Scores(cycle.Id, [Total(villages[0], 70), Total(towns[0], 80)], clerk)).Read<ScoresRecorded>();
        Assert.Equal(["[0].organizationId"], (await (await app.Scores(cycle.Id, [Total(villages[1], 70)], clerk)).Refusal(HttpStatusCode.BadRequest)).Errors!.Select(e => e.Field));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Scores(cycle.Id, [Total(villages[0], 1)], neighbour)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).StatusCode);
        await (await app.Scores(cycle.Id, [Total(villages[1], 75), Total(towns[1], 85)])).Read<ScoresRecorded>();
        await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Read<CycleResponse>();

        Assert.Equal([(villages[0].Id, 2)], (await Ranking(cycle.Id, "?domainType=village", clerk)).Items.Select(r => (r.OrganizationId, r.Rank)));
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Root}/cycles/{cycle.Id}/ranking")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Root}/cycles/{cycle.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Root}/cycles/{cycle.Id}/organizations/{villages[0].Id}/score")).StatusCode);
        Assert.DoesNotContain((await (await neighbour.GetAsync($"{Root}/cycles?limit=200")).Read<Page<CycleResponse>>()).Items, c => c.Id == cycle.Id);
        Assert.Contains((await (await clerk.GetAsync($"{Root}/cycles?limit=200")).Read<Page<CycleResponse>>()).Items, c => c.Id == cycle.Id);
    }

    [Fact]
    public async Task When_a_subtree_moves_its_rows_are_seen_from_its_new_place_and_the_figures_stay()
    {
        var root = await app.HasRoot();
        OrganizationState[] towns = [.. Enumerable.Range(1, 2).Select(i => Organization($"{root.LevelCode}00{i}", root, OrganizationKind.Committee, "governmentOrgan"))];
        var village = Organization($"{towns[0].LevelCode}001", towns[0]);
        await app.Hears([.. towns, village]);
        var cycle = await app.HasFrozenCycle(root, [Total(towns[0], 80), Total(towns[1], 80), Total(village, 50)]);
        await app.Selected(cycle.Id, new([new("village", 1500)]));
        var (from, to) = (app.As(towns[0].LevelCode, "assessment.*"), app.As(towns[1].LevelCode, "assessment.*"));
        Assert.Single((await (await from.GetAsync($"{Root}/rectifications")).Read<Page<RectificationResponse>>()).Items);

        await app.Hears(village with { Version = 2, ParentId = towns[1].Id, LevelCode = $"{towns[1].LevelCode}001" });

        Assert.Empty((await (await from.GetAsync($"{Root}/rectifications")).Read<Page<RectificationResponse>>()).Items);
        Assert.Equal(village.Id, (await (await to.GetAsync($"{Root}/rectifications")).Read<Page<RectificationResponse>>()).Items.Single().OrganizationId);
        Assert.Empty((await Ranking(cycle.Id, "?domainType=village", from)).Items);
        Assert.Equal(50, (await Ranking(cycle.Id, "?domainType=village", to)).Items.Single().Score);
    }

    [Fact]
    public async Task When_the_root_of_a_cycle_moves_all_its_rows_follow_in_whichever_order_the_news_comes()
    {
        var city = await app.HasRoot();
        var county = Organization($"{city.LevelCode}001", city, OrganizationKind.Committee, "governmentOrgan");
        var village = Organization($"{county.LevelCode}001", county);
        await app.Hears(county, village);
        var cycle = await app.HasFrozenCycle(county, [Total(village, 50)]);

        await app.Hears(village with { Version = 2, LevelCode = $"{city.LevelCode}009001" });
        await app.Hears(county with { Version = 2, LevelCode = $"{city.LevelCode}009" });

        Assert.Single((await Ranking(cycle.Id, "", app.As($"{city.LevelCode}009", "assessment.*"))).Items);
        Assert.Equal(HttpStatusCode.NotFound, (await app.As($"{city.LevelCode}001", "assessment.*").GetAsync($"{Root}/cycles/{cycle.Id}/ranking")).StatusCode);
    }

    [Fact]
    public async Task Last_years_rank_is_remembered()
    {
        var (root, all) = await HasVillages(2);
        await app.HasFrozenCycle(root, [Total(all[0], 90), Total(all[1], 80)], year: 2025);
        var cycle = await app.HasFrozenCycle(root, [Total(all[0], 70), Total(all[1], 75)]);

        Assert.Equal([(all[0].Id, 2, 1), (all[1].Id, 1, 2)], (await Ranking(cycle.Id, "")).Items.Select(r => (r.OrganizationId, r.Rank, r.LastRank ?? 0)));
    }

    [Fact]
    public async Task A_cycle_asks_for_a_published_scheme_and_a_scope_in_reach()
    {
        var (root, _) = await HasVillages(1);
        var scheme = await app.HasScheme();
        var neighbour = await app.HasRoot();

        Assert.Equal(HttpStatusCode.NotFound, (await app.As(neighbour.LevelCode, "assessment.*").PostAsJsonAsync($"{Root}/cycles", new PlanCycleRequest(scheme.Id, 2026, root.Id, new(2026, 12, 31)), Wire.Json)).StatusCode);
        Assert.Equal("cycle.year-not-the-schemes", (await (await app.Admin.PostAsJsonAsync($"{Root}/cycles", new PlanCycleRequest(scheme.Id, 2027, root.Id, new(2027, 12, 31)), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("kinds", (await (await app.Admin.PostAsJsonAsync($"{Root}/cycles", new PlanCycleRequest(scheme.Id, 2026, root.Id, new(2026, 12, 31), ["cell"]), Wire.Json)).Refusal(HttpStatusCode.BadRequest)).Errors!.Single().Field);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As("0", "assessment.read").PostAsJsonAsync($"{Root}/cycles", new PlanCycleRequest(scheme.Id, 2026, root.Id, new(2026, 12, 31)), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().GetAsync($"{Root}/cycles")).StatusCode);
    }

    private async Task<Page<RankingRow>> Ranking(Guid cycleId, string query, HttpClient? client = null) =>
        await (await (client ?? app.Admin).GetAsync($"{Root}/cycles/{cycleId}/ranking{query}")).Read<Page<RankingRow>>();

    private async Task<(OrganizationState Root, OrganizationState[] All)> HasVillages(int count)
    {
        var root = await app.HasRoot();
        OrganizationState[] all = [.. Enumerable.Range(1, count).Select(i => Organization($"{root.LevelCode}{i:000}", root))];
        await app.Hears(all);
        return (root, all);
    }
}
