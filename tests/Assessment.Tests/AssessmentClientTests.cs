using System.Net;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests;

/// <summary>The main routes, by the typed client that others use.</summary>
public sealed class AssessmentClientTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    private readonly IAssessmentApi api = RestClients.Create<IAssessmentApi>(app.Admin);

    [Fact]
    public async Task A_scheme_is_made_changed_published_and_copied()
    {
        Assert.Contains(await api.ListTemplates(), template => template.Key == "threeStages");
        var scheme = await Scheme(2030);

        var content = SchemeSamples.Single();
        var changed = await api.ChangeScheme(scheme.Id, new("改名的细则", content with { Stages = SchemeSamples.ThreeStages }), ETag.Of(scheme.Version));
        Assert.Equal(("改名的细则", 3), (changed.Name, changed.Stages.Count));
        Assert.Equal("request.stale", (await api.PublishScheme(scheme.Id, ETag.Of(scheme.Version)).Refused(HttpStatusCode.PreconditionFailed)).Code);
        Assert.Equal(SchemeState.Published, (await api.PublishScheme(scheme.Id, ETag.Of(changed.Version))).State);
        var copy = await api.CopyScheme(scheme.Id, new(2031));
        Assert.Equal((2031, scheme.Id), ((await api.GetScheme(copy.Id)).Year, copy.CopiedFromId!.Value));
        Assert.Equal([scheme.Id], (await api.ListSchemes(2030, SchemeState.Published)).Items.Select(s => s.Id));
    }

    [Fact]
    public async Task A_cycle_goes_from_its_plan_to_the_list_of_the_weak_and_a_case_to_its_close()
    {
        var root = await app.HasRoot();
        OrganizationState[] villages = [.. Enumerable.Range(1, 5).Select(n => Organization($"{root.LevelCode}{n:000}", root))];
        await app.Hears(villages);
        var scheme = await Scheme(2026);
        await api.PublishScheme(scheme.Id);
        var cycle = await api.PlanCycle(new(scheme.Id, 2026, root.Id, new(2026, 12, 31)), "plan-1");
        Assert.Equal(cycle.Id, (await api.PlanCycle(new(scheme.Id, 2026, root.Id, new(2026, 12, 31)), "plan-1")).Id);
        cycle = await api.OpenCycle(cycle.Id, ETag.Of(cycle.Version));
        Assert.Equal([cycle.Id], (await api.ListCycles(2026, CycleState.Open)).Items.Where(c => c.Id == cycle.Id).Select(c => c.Id));

        await api.ExcludeOrganization(cycle.Id, new(villages[4].Id, "今年新设"));
        Assert.Equal(3, (await api.RecordScores(cycle.Id, [.. villages.Take(3).Select((village, n) => Total(village, 61.5m + (10 * n)))])).Recorded);
        var missing = await api.FreezeCycle(cycle.Id).Refused(HttpStatusCode.Conflict);
        Assert.Equal(("cycle.scores-missing", villages[3].Id.ToString()), (missing.Code, Assert.Single(missing.Errors!).Field));
        await api.RecordScores(cycle.Id, [Total(villages[3], 95)]);

        var frozen = await api.FreezeCycle(cycle.Id);
        Assert.Null(frozen.Job);
        Assert.Equal((CycleState.Frozen, 4), (frozen.Cycle!.State, frozen.Cycle.Assessed));
        Assert.Equal([95m, 81.5m], (await api.GetRanking(cycle.Id, "village", RankingOrder.Desc, limit: 2)).Items.Select(row => row.Score));
        Assert.Equal(61.5m, (await api.ExplainScore(cycle.Id, villages[0].Id)).Score);

        var request = new SelectWeakRequest([new("village", 1500)], TiePolicy.IncludeTies);
        Assert.Equal([villages[0].Id], (await api.PreviewSelection(cycle.Id, request)).Items.Select(item => item.OrganizationId));
        var selection = await api.SelectWeak(cycle.Id, request);
        Assert.Equal(selection.Id, Assert.Single((await api.ListSelections(cycle.Id)).Items).Id);
        Assert.Equal(selection.Digest, (await api.GetSelectionOfCycle(cycle.Id, selection.Id)).Digest);
        Assert.Equal(selection.Digest, (await api.GetSelection(selection.Id)).Digest);
        Assert.True((await api.VerifySelection(selection.Id)).Identical);
        Assert.Equal(CycleState.Finalized, (await api.FinalizeCycle(cycle.Id)).State);

        var found = Assert.Single((await api.ListRectifications(RectificationState.Identified, 2026, villages[0].Id, selection.Id, root.Id)).Items);
        var planned = await api.DraftPlan(found.Id, new("书记空缺四个月", "配齐班子", new(2026, 12, 31)), ETag.Of(found.Version));
        Assert.Equal(RectificationState.PlanApproved, planned.State);
        await api.AddMeasures(found.Id, new([new("书记空缺", "选派书记", "乡镇党委", new(2026, 9, 30), MeasurePriority.Immediate)]));
        Assert.NotNull((await api.CompleteMeasure(found.Id, 1, new("已到任"))).Measures.Single().DoneOn);
        await api.ReportSelfCheck(found.Id, new("已完成"));
        await api.AcceptRectification(found.Id, new(82.5m, 15, 2, "联合验收组", "达标"));
        await api.CloseRectification(found.Id, new());
        Assert.Equal(RectificationState.Closed, (await api.GetRectification(found.Id)).State);
    }

    [Fact]
    public async Task A_talk_restricts_until_it_is_lifted()
    {
        var root = await app.HasRoot();
        var person = Guid.CreateVersion7();

        var talk = await api.RecordTalk(new(root.Id, SubjectKind.Member, person, "样本一", new(2026, 6, 30), "区委书记", "连续两年排名末位"));
        Assert.Equal(talk.Id, Assert.Single((await api.ListTalks(person)).Items).Id);
        var restriction = Assert.Single((await api.ListRestrictions(person, new DateOnly(2026, 7, 1))).Items);
        await api.LiftRestriction(restriction.Id, new("整改到位"));
        Assert.Empty((await api.ListRestrictions(person, new DateOnly(2026, 7, 2))).Items);
        Assert.Empty((await api.ListFalsifications(person)).Items);
        Assert.Empty((await api.ListRemovals(RemovalState.Proposed, 2019)).Items);
    }

    [Fact]
    public void An_answer_to_a_freeze_is_read_as_a_cycle_or_as_a_job()
    {
        var cycle = new CycleResponse(Guid.CreateVersion7(), 3, Guid.CreateVersion7(), 2026, Guid.CreateVersion7(), new(2026, 12, 31), [], CycleState.Frozen, 7, null, null, null);
        var job = new JobResponse(Guid.CreateVersion7(), "assessment.freeze", JobState.Queued, 0, null, 0, [], null, null, app.Clock.GetUtcNow(), null);

        Assert.Equal((cycle.Id, null), Read(cycle));
        Assert.Equal((null, job.Id), Read(job));

        static (Guid? Cycle, Guid? Job) Read<T>(T answer)
        {
            var read = System.Text.Json.JsonSerializer.Deserialize<FreezeResponse>(System.Text.Json.JsonSerializer.Serialize(answer, Wire.Json), Wire.Json)!;
            return (read.Cycle?.Id, read.Job?.Id);
        }
    }

    [Fact]
    public async Task A_freeze_that_is_not_there_is_a_refusal()
    {
        Assert.Equal("request.not-found", (await api.GetFreeze(Guid.CreateVersion7()).Refused(HttpStatusCode.NotFound)).Code);
        Assert.Equal("request.not-found", (await api.CancelFreeze(Guid.CreateVersion7()).Refused(HttpStatusCode.NotFound)).Code);
    }

    private async Task<SchemeResponse> Scheme(int year)
    {
        var content = SchemeSamples.Single();
        return await api.CreateScheme(new($"客户端细则{year}", year, content.MaxScore, content.Dimensions, content.Stages, content.Grades));
    }
}
