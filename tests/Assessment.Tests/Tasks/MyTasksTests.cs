using System.Net;
using System.Net.Http.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests.Tasks;

public sealed class MyTasksTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task A_cycle_waits_to_be_opened_scored_frozen_and_finalized_by_those_who_may()
    {
        app.Clock.Set(new DateOnly(2026, 12, 1));
        var (root, villages) = await HasVillages(3);
        var (manager, clerk) = (app.As(root.LevelCode, "assessment.*"), app.As(root.LevelCode, "assessment.read", "assessment.score"));
        var scheme = await app.HasScheme(client: manager, organizationId: root.Id);
        var cycle = await (await manager.PostAsJsonAsync($"{Root}/cycles", new PlanCycleRequest(scheme.Id, 2026, root.Id, new(2026, 12, 31)), Wire.Json))
            .Read<CycleResponse>(HttpStatusCode.Created);
        var at = $"{Root}/cycles/{cycle.Id}";
        Assert.Equal(("openCycle", cycle.Id, at, (DateOnly?)new DateOnly(2026, 12, 31), false), Facts(Assert.Single((await Tasks(manager)).Items)));
        Assert.Empty((await Tasks(clerk)).Items);

        await (await manager.PostAsync($"{at}/open", null)).Read<CycleResponse>();
        await (await app.Scores(cycle.Id, [Total(villages[0], 80)])).Read<ScoresRecorded>();
        var record = Assert.Single((await Tasks(clerk)).Items);
        Assert.Equal(("recordScores", cycle.Id, at, (DateOnly?)new DateOnly(2026, 12, 31), false), Facts(record));
        Assert.Equal($"{scheme.Name}：2 个党组织还有 2 项分值未记", record.Title);
        // A branch of the scope is asked for its own part, and one that has it all for nothing.
        Assert.Contains("1 个党组织还有 1 项", Assert.Single((await Tasks(app.As(villages[1].LevelCode, "assessment.*"))).Items).Title, StringComparison.Ordinal);
        Assert.Empty((await Tasks(app.As(villages[0].LevelCode, "assessment.*"))).Items);

        await (await app.Scores(cycle.Id, [Total(villages[1], 50), Total(villages[2], 90)])).Read<ScoresRecorded>();
        Assert.Empty((await Tasks(clerk)).Items);
        Assert.Empty((await Tasks(manager)).Items);
        app.Clock.Set(new DateOnly(2027, 1, 1));
        Assert.Equal(("freezeCycle", true), (Assert.Single((await Tasks(manager)).Items).Kind, (await Tasks(manager)).Items[0].Overdue));

        await (await manager.PostAsync($"{at}/freeze", null)).Read<CycleResponse>();
        Assert.Equal("finalizeCycle", Assert.Single((await Tasks(manager)).Items).Kind);
        Assert.Empty((await Tasks(clerk)).Items);
        Assert.Empty((await Tasks(app.As((await app.HasRoot()).LevelCode, "assessment.*"))).Items);
    }

    [Fact]
    public async Task Who_is_missing_is_who_the_freeze_says_is_missing()
    {
        app.Clock.Set(new DateOnly(2026, 7, 1));
        var city = await app.HasRoot("500000");
        OrganizationState At(string code, OrganizationState parent, OrganizationKind kind, string? region) => Organization(code, parent, kind, regionCode: region);
        var district = At($"{city.LevelCode}001", city, OrganizationKind.Committee, "500101");
        var bureau = At($"{district.LevelCode}001", district, OrganizationKind.Committee, "500101");
        var branch = At($"{bureau.LevelCode}001", bureau, OrganizationKind.Branch, "500101");
        var group = At($"{branch.LevelCode}001", branch, OrganizationKind.Group, null);
        var outside = At($"{city.LevelCode}002", city, OrganizationKind.Branch, "500000");
        await app.Hears(district, bureau, branch, group, outside);
        var cycle = await app.HasOpenCycle(city);

        var refused = await (await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Refusal(HttpStatusCode.Conflict);

        // The city's and the district's own committees are heads, the group is no body of its own.
        Assert.Equal(new[] { bureau.Id, branch.Id, outside.Id }.Select(id => id.ToString()).Order(), refused.Errors!.Select(error => error.Field).Order());
        Assert.Contains("：3 个党组织还有 3 项分值未记", Assert.Single((await Tasks(app.As(city.LevelCode, "assessment.*"))).Items).Title, StringComparison.Ordinal);
        Assert.Contains("：2 个党组织还有 2 项分值未记", Assert.Single((await Tasks(app.As(bureau.LevelCode, "assessment.*"))).Items).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rectification_case_shows_its_next_step_to_those_who_take_it()
    {
        app.Clock.Set(new DateOnly(2026, 7, 1));
        var (root, villages) = await HasVillages(2);
        var cycle = await app.HasFrozenCycle(root, [Total(villages[0], 50), Total(villages[1], 90)]);
        await app.Selected(cycle.Id, new([new("village", 1500)]));
        var secretary = app.As(villages[0].LevelCode, "assessment.read", "assessment.rectify");
        var superior = app.As(root.LevelCode, "assessment.read", "assessment.approve", "assessment.accept");
        var draft = Assert.Single((await Tasks(secretary)).Items);
        Assert.Equal(("draftPlan", villages[0].Id, (DateOnly?)null), (draft.Kind, draft.OrganizationId!.Value, draft.DueOn));
        Assert.Empty((await Tasks(superior)).Items);

        await Step("plan", new PlanRequest("书记空缺", "配齐班子", new(2026, 12, 31)));
        Assert.Equal(("approvePlan", draft.SubjectId), (Assert.Single((await Tasks(superior)).Items).Kind, (await Tasks(superior)).Items[0].SubjectId));
        Assert.Empty((await Tasks(secretary)).Items);

        await (await app.Admin.PostAsync($"{draft.Link}/plan/approve", null)).Read<RectificationResponse>();
        Assert.Equal("addMeasures", Assert.Single((await Tasks(secretary)).Items).Kind);
        await Step("measures", new AddMeasuresRequest([new("书记空缺", "选派书记", "乡镇党委", new(2026, 9, 30), MeasurePriority.Immediate)]));
        app.Clock.Set(new DateOnly(2026, 10, 1));
        Assert.Equal(("carryOutMeasures", draft.SubjectId, draft.Link, (DateOnly?)new DateOnly(2026, 9, 30), true), Facts(Assert.Single((await Tasks(secretary)).Items)));

        await Step("self-check", new SelfCheckRequest("已完成"));
        Assert.Equal(("acceptRectification", draft.SubjectId, draft.Link, (DateOnly?)new DateOnly(2026, 12, 31), false), Facts(Assert.Single((await Tasks(superior)).Items)));
        Assert.Empty((await Tasks(secretary)).Items);
        Assert.Empty((await Tasks(app.As(villages[1].LevelCode, "assessment.*"))).Items);

        async Task Step<T>(string step, T body) => await (await secretary.PostAsJsonAsync($"{draft.Link}/{step}", body, Wire.Json)).Read<RectificationResponse>();
    }

    [Fact]
    public async Task A_proposal_of_removal_waits_for_who_decides()
    {
        app.Clock.Set(new DateOnly(2026, 7, 1));
        var (root, villages) = await HasVillages(2);
        foreach (var year in new[] { 2025, 2026 })
        {
            var cycle = await app.HasFrozenCycle(root, [Total(villages[0], 50), Total(villages[1], 90)], year: year);
            await app.Selected(cycle.Id, new([new("village", 1500)]));
        }

        var decider = app.As(root.LevelCode, "assessment.read", "assessment.consequences");

        var tasks = await Tasks(decider);

        var task = Assert.Single(tasks.Items);
        Assert.Equal(("decideRemoval", villages[0].Id, villages[0].Name), (task.Kind, task.OrganizationId!.Value, task.OrganizationName));
        Assert.Equal($"{villages[0].Name}书记的免职建议（2026 年）：作出决定", task.Title);
        Assert.Equal(1, tasks.Counts["decideRemoval"]);
        Assert.DoesNotContain((await Tasks(app.As(root.LevelCode, "assessment.read", "assessment.rectify"))).Items, other => other.Kind == "decideRemoval");
        Assert.Empty((await Tasks(app.As(villages[1].LevelCode, "assessment.*"))).Items);
    }

    private static (string Kind, Guid SubjectId, string Link, DateOnly? DueOn, bool Overdue) Facts(TaskItem task) => (task.Kind, task.SubjectId, task.Link, task.DueOn, task.Overdue);

    private static async Task<TaskList> Tasks(HttpClient client) => await (await client.GetAsync($"{Root}/tasks")).Read<TaskList>();

    private async Task<(OrganizationState Root, OrganizationState[] Villages)> HasVillages(int count)
    {
        var root = await app.HasRoot();
        OrganizationState[] villages = [.. Enumerable.Range(1, count).Select(n => Organization($"{root.LevelCode}{n:000}", root))];
        await app.Hears(villages);
        return (root, villages);
    }
}
