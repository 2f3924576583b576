using System.Net;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Tasks;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

public sealed class GatherTasksTests(GatherTasksTests.OwnGateway app) : IClassFixture<GatherTasksTests.OwnGateway>
{
    private static readonly Guid Organization = Guid.CreateVersion7();

    [Fact]
    public async Task What_waits_in_all_services_comes_in_one_list_by_the_day_on_which_it_is_due()
    {
        Answers("organizations", Due("organizations", "correctImport", null));
        Answers("members", Due("members", "receiveTransfer", new(2026, 9, 1)), Due("members", "correctImport", null));
        Answers("assessment", Due("assessment", "approvePlan", new(2026, 8, 1)));
        Answers("pairing");
        using var session = await app.AsAsync(("districtAdmin", await app.HasOrganizationAsync("001")));
        session.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));

        var tasks = await (await session.GetAsync("/api/v1/tasks?limit=5")).Read<MyTasksResponse>();

        Assert.Equal(["approvePlan", "receiveTransfer", "correctImport", "correctImport"], tasks.Items.Select(task => task.Kind));
        Assert.Equal(new Dictionary<string, int> { ["approvePlan"] = 1, ["correctImport"] = 2, ["receiveTransfer"] = 1 }, tasks.Counts);
        Assert.Empty(tasks.Missing);

        // Each service was asked by the gateway's own token, for the post that acts, in the person's language.
        var asked = app.Behind["members"].Asked!;
        var (caller, _, failure) = await InternalTokens.FromPublicKeys(app.PublicKey).ValidateAsync(asked["Authorization"]["Bearer ".Length..], app.Clock);
        Assert.Null(failure);
        Assert.Equal(("districtAdmin", "001"), (caller!.Role, caller.Scope!.Text));
        Assert.Equal(("en", "?limit=5"), (asked["Accept-Language"], asked["?"]));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_named_and_the_others_are_shown()
    {
        Answers("organizations");
        Answers("members", Due("members", "receiveTransfer", new(2026, 9, 1)));
        app.Behind["assessment"].Tasks = "{ not a list";
        app.Behind["pairing"].Tasks = null;
        using var session = await app.AsAsync(("cityAdmin", null));

        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        var tasks = await (await session.GetAsync("/api/v1/tasks")).Read<MyTasksResponse>();

        Assert.Equal(["receiveTransfer"], tasks.Items.Select(task => task.Kind));
        Assert.Equal(["assessment", "pairing"], tasks.Missing.Order());
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Who_may_read_nothing_has_an_empty_list_and_who_is_nobody_none()
    {
        foreach (var service in app.Behind.Keys)
        {
            Answers(service, Due(service, "correctImport", null));
        }

        using var securityAdmin = await app.AsAsync(("securityAdmin", null));

        Assert.Empty((await (await securityAdmin.GetAsync("/api/v1/tasks")).Read<MyTasksResponse>()).Items);
        Assert.Equal(HttpStatusCode.BadRequest, (await securityAdmin.GetAsync("/api/v1/tasks?limit=0")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().GetAsync("/api/v1/tasks")).StatusCode);
    }

    [Fact]
    public async Task What_was_changed_lately_comes_newest_first_from_the_services_in_which_one_may_read()
    {
        var ids = Enumerable.Range(0, 3).Select(n => Guid.CreateVersion7(app.Clock.GetUtcNow().AddMinutes(n))).ToArray();
        app.Behind["members"].Answers["/api/v1/members/changes"] = JsonSerializer.Serialize(new[] { Change("members", ids[2], "member.added"), Change("members", ids[0], "member.changed") }, Wire.Json);
        app.Behind["organizations"].Answers["/api/v1/organizations/changes"] = JsonSerializer.Serialize(new[] { Change("organizations", ids[1], "organization.moved") }, Wire.Json);
        app.Behind["assessment"].Answers["/api/v1/assessment/changes"] = "[]";
        app.Behind["pairing"].Answers["/api/v1/pairing/changes"] = "{";
        using var session = await app.AsAsync(("cityAdmin", null));
        using var security = await app.AsAsync(("securityAdmin", null));

        var changes = await (await session.GetAsync("/api/v1/me/changes?limit=2")).Read<MyChangesResponse>();

        Assert.Equal(["member.added", "organization.moved"], changes.Items.Select(change => change.Action));
        Assert.Equal(["pairing"], changes.Missing);
        Assert.Equal("?limit=2", app.Behind["members"].Queries["/api/v1/members/changes"]);
        var nothing = await (await security.GetAsync("/api/v1/me/changes")).Read<MyChangesResponse>();
        Assert.Empty(nothing.Items);
        Assert.Empty(nothing.Missing);
        Assert.Equal(HttpStatusCode.BadRequest, (await session.GetAsync("/api/v1/me/changes?limit=51")).StatusCode);

        ChangeItem Change(string service, Guid id, string action) => new(id, app.Clock.GetUtcNow(), service, "样例", action, action.Split('.')[0], Organization);
    }

    private void Answers(string service, params TaskItem[] items) => app.Behind[service].Tasks = JsonSerializer.Serialize(
        new TaskList(items, items.GroupBy(item => item.Kind).ToDictionary(kind => kind.Key, kind => kind.Count())), Wire.Json);

    private static TaskItem Due(string service, string kind, DateOnly? dueOn) =>
        new(service, kind, Guid.CreateVersion7(), "样例", Organization, "样例", dueOn, false, $"/api/v1/{service}/x");

    /// <summary>A gateway of its own, because its services are made to answer this and that.</summary>
    public sealed class OwnGateway : GatewayApp;
}
