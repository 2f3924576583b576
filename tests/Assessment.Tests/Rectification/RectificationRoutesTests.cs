using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests.Rectification;

public sealed class RectificationRoutesTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    private static readonly PlanRequest Plan = new("书记空缺四个月", "配齐班子", new(2026, 12, 31));

    private static readonly AddMeasuresRequest Measures = new([new("书记空缺", "选派书记", "乡镇党委", new(2026, 9, 30), MeasurePriority.Immediate)]);

    private static readonly AcceptanceRequest Accepted = new(82.5m, 15, 2, "联合验收组", "达标");

    [Fact]
    public async Task A_case_is_planned_worked_on_accepted_and_closed()
    {
        var (root, id) = await HasCase();
        var client = app.As(root.LevelCode, "assessment.*");

        Assert.Equal((1, 1, 0, RectificationState.Identified), await Counts(client));
        Assert.Equal(RectificationState.PlanApproved, (await Step(client, id, "plan", Plan)).State);
        Assert.Equal(RectificationState.Rectifying, (await Step(client, id, "measures", Measures)).State);
        Assert.NotNull((await Step(client, id, "measures/1/complete", new CompleteMeasureRequest("已到任"))).Measures.Single().DoneOn);
        Assert.Equal(RectificationState.SelfChecked, (await Step(client, id, "self-check", new SelfCheckRequest("已完成"))).State);
        Assert.Equal(RectificationState.AcceptancePassed, (await Step(client, id, "acceptance", Accepted)).State);
        var closed = await Step(client, id, "close", new CloseRequest());

        Assert.Equal((RectificationState.Closed, new DateOnly(2026, 7, 1), (DateOnly?)new DateOnly(2027, 7, 1)), (closed.State, closed.ClosedOn!.Value, closed.TrackingUntil));
        Assert.Equal($"2026-{closed.Code}", closed.CloseNumber);
        Assert.Equal((1, 0, 0, RectificationState.Closed), await Counts(client));
        Assert.Equal((82.5m, true), (closed.Acceptances.Single().Score, closed.Acceptances.Single().Passed));
        Assert.Single(await app.OutboxAsync<RectificationClosed>(), body => body.Contains(id.ToString(), StringComparison.Ordinal));

        var database = app.Services.GetRequiredService<ServiceDatabase>();
        await FollowUp.RunAsync(database, new(2026, 7, 1), app.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal(RectificationState.Tracking, (await Get(client, id)).State);
        await FollowUp.RunAsync(database, new(2027, 6, 30), app.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal(RectificationState.Tracking, (await Get(client, id)).State);
        await FollowUp.RunAsync(database, new(2027, 7, 1), app.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal(RectificationState.Ended, (await Get(client, id)).State);
    }

    [Fact]
    public async Task A_plan_of_somebody_who_may_not_approve_waits_for_the_superior()
    {
        var (root, id) = await HasCase();
        var secretary = app.As(root.LevelCode, "assessment.read", "assessment.rectify");

        Assert.Equal(RectificationState.PlanDrafted, (await Step(secretary, id, "plan", Plan)).State);
        Assert.Equal(HttpStatusCode.Forbidden, (await secretary.PostAsync($"{Root}/rectifications/{id}/plan/approve", null)).StatusCode);
        Assert.Equal(RectificationState.PlanDrafted, (await Step(secretary, id, "measures", Measures)).State);
        Assert.Equal(RectificationState.Rectifying, (await (await app.Admin.PostAsync($"{Root}/rectifications/{id}/plan/approve", null)).Read<RectificationResponse>()).State);
        app.Clock.Set(new DateOnly(2027, 1, 1));
        Assert.Equal((1, 1, 1, RectificationState.Rectifying), await Counts(secretary));
        Assert.Equal("rectification.plan-already-approved", (await (await Post(secretary, id, "plan", Plan)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task T65_an_acceptance_that_fails_is_worked_on_again()
    {
        var (root, id) = await HasCase();
        var client = app.As(root.LevelCode, "assessment.*");
        await Step(client, id, "plan", Plan);
        await Step(client, id, "measures", Measures);
        await Step(client, id, "self-check", new SelfCheckRequest("已完成"));

        Assert.Equal("score", Assert.Single((await (await Post(client, id, "acceptance", Accepted with { Score = 1e20m })).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal(RectificationState.AcceptanceFailed, (await Step(client, id, "acceptance", Accepted with { Score = 69.9m })).State);
        Assert.Equal("rectification.not-accepted", (await (await Post(client, id, "close", new CloseRequest())).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(RectificationState.Rectifying, (await Step(client, id, "measures", Measures)).State);
        await Step(client, id, "self-check", new SelfCheckRequest("再次完成"));
        Assert.Equal(RectificationState.AcceptanceFailed, (await Step(client, id, "acceptance", Accepted with { Score = 90, Ballots = 1000, Dissatisfied = 501 })).State);
        await Step(client, id, "measures", Measures);
        await Step(client, id, "self-check", new SelfCheckRequest("第三次"));
        var passed = await Step(client, id, "acceptance", Accepted with { Score = 70, Ballots = 1000, Dissatisfied = 500 });

        Assert.Equal((RectificationState.AcceptancePassed, 3, 3), (passed.State, passed.Acceptances.Count, passed.Measures.Count));
    }

    [Fact]
    public async Task The_list_is_a_view_by_state_year_and_subtree()
    {
        var (root, id) = await HasCase();
        var client = app.As(root.LevelCode, "assessment.*");
        var only = (await Get(client, id)).OrganizationId;

        Assert.Equal([id], await List(client, "?state=identified&year=2026"));
        Assert.Equal([id], await List(client, $"?organizationId={only}&under={root.Id}"));
        Assert.Empty(await List(client, "?state=closed"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Root}/rectifications?under={Guid.CreateVersion7()}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Root}/rectifications?state=nonsense")).StatusCode);
    }

    [Fact]
    public async Task A_neighbour_neither_sees_nor_moves_a_case()
    {
        var (_, id) = await HasCase();
        var neighbour = app.As((await app.HasRoot()).LevelCode, "assessment.*");

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Root}/rectifications/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(neighbour, id, "plan", Plan)).StatusCode);
        Assert.Empty(await List(neighbour, ""));
    }

    [Fact]
    public async Task Of_two_who_write_at_once_one_is_told()
    {
        var (root, id) = await HasCase();
        var (one, other) = (app.As(root.LevelCode, "assessment.*"), app.As(root.LevelCode, "assessment.*"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Post(i % 2 == 0 ? one : other, id, "plan", Plan)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.True(a.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict));
    }

    private async Task<(OrganizationState Root, Guid CaseId)> HasCase()
    {
        app.Clock.Set(new DateOnly(2026, 7, 1));
        var root = await app.HasRoot();
        OrganizationState[] all = [.. Enumerable.Range(1, 2).Select(i => Organization($"{root.LevelCode}{i:000}", root))];
        await app.Hears(all);
        var cycle = await app.HasFrozenCycle(root, [Total(all[0], 50), Total(all[1], 90)]);
        await app.Selected(cycle.Id, new([new("village", 1500)]));
        return (root, (await List(app.As(root.LevelCode, "assessment.read"), "")).Single());
    }

    private static async Task<(int Total, int Open, int Overdue, RectificationState State)> Counts(HttpClient client)
    {
        var counts = await (await client.GetAsync($"{Root}/rectifications/counts?year=2026")).Read<RectificationCounts>();
        var only = Assert.Single(counts.States);
        Assert.Equal(counts.Total, only.Cases);
        return (counts.Total, counts.Open, counts.Overdue, only.State);
    }

    private static async Task<IReadOnlyList<Guid>> List(HttpClient client, string query) =>
        [.. (await (await client.GetAsync($"{Root}/rectifications{query}")).Read<Page<RectificationResponse>>()).Items.Select(c => c.Id)];

    private static async Task<RectificationResponse> Get(HttpClient client, Guid id) => await (await client.GetAsync($"{Root}/rectifications/{id}")).Read<RectificationResponse>();

    private static Task<HttpResponseMessage> Post<T>(HttpClient client, Guid id, string step, T body) => client.PostAsJsonAsync($"{Root}/rectifications/{id}/{step}", body, Wire.Json);

    private static async Task<RectificationResponse> Step<T>(HttpClient client, Guid id, string step, T body) => await (await Post(client, id, step, body)).Read<RectificationResponse>();
}
