using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Operations;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

public sealed class OperationsTests(OperationsTests.OwnGateway app) : IClassFixture<OperationsTests.OwnGateway>
{
    private static readonly string[] Services = ["assessment", "members", "organizations", "pairing"];

    [Fact]
    public async Task The_state_of_all_parts_comes_in_one_answer_and_a_part_that_is_away_is_shown_as_away()
    {
        Says("organizations", "status", new ServiceStatus(
            "organizations", HealthState.Unhealthy, [new("broker", HealthState.Unhealthy, 3000), new("database", HealthState.Healthy, 2)], app.Clock.GetUtcNow(),
            new(120, 30_000, 95), new(1, 2), ["organizations-member-state"]));
        app.Behind["members"].Answers["/api/v1/members/operations/status"] = "{ not a status";
        using var session = await app.AsAsync(("operator", null));

        var status = await (await session.GetAsync("/api/v1/operations/status")).Read<OperationsStatus>();

        Assert.Equal(["gateway", .. Services], status.Services.Select(row => row.Service));
        var organizations = status.Services.Single(row => row.Service == "organizations").Status!;
        Assert.Equal((HealthState.Unhealthy, 30_000, 95), (organizations.State, organizations.Outbox!.Facts, organizations.Outbox.OldestSeconds));
        Assert.Null(status.Services.Single(row => row.Service == "members").Status);
        Assert.Equal((1, 1), (status.Services[1].Replicas, status.Services[1].AvailableReplicas));
        var own = status.Services[0].Status!;
        Assert.Contains(own.Parts, part => part is { Part: "database", State: HealthState.Healthy });
        Assert.Equal(["gateway-organization-state"], own.Queues);
        Assert.Equal(0, own.Outbox!.Rows);
        // This gateway has no broker: what it does not know it does not make up.
        Assert.False(status.BrokerAnswers);
        Assert.Empty(status.Queues);
        Assert.Equal([new DashboardLink("系统总览", "https://dashboards.example/overview")], status.Dashboards);
    }

    [Fact]
    public async Task Jobs_of_all_services_come_newest_first_and_page_by_page()
    {
        var jobs = Enumerable.Range(0, 6).Select(n => Guid.CreateVersion7(app.Clock.GetUtcNow().AddMinutes(n))).ToArray();
        Says("organizations", "jobs", new Page<JobItem>([Job("organizations", jobs[4]), Job("organizations", jobs[1])], null));
        Says("members", "jobs", new Page<JobItem>([Job("members", jobs[5]), Job("members", jobs[2])], jobs[2].ToString()));
        Says("assessment", "jobs", new Page<JobItem>([Job("assessment", jobs[3])], null));
        app.Behind["pairing"].Answers["/api/v1/pairing/operations/jobs"] = "[]";
        using var session = await app.AsAsync(("operator", null));

        var first = await (await session.GetAsync("/api/v1/operations/jobs?limit=3&state=running")).Read<GatheredJobs>();

        Assert.Equal([jobs[5], jobs[4], jobs[3]], first.Items.Select(job => job.Id));
        Assert.Equal(jobs[3].ToString(), first.Next);
        Assert.Equal(["pairing"], first.Missing);
        Assert.Equal("?limit=3&state=running", app.Behind["members"].Queries["/api/v1/members/operations/jobs"]);

        await (await session.GetAsync($"/api/v1/operations/jobs?limit=3&cursor={first.Next}")).Read<GatheredJobs>();
        Assert.Equal($"?limit=3&cursor={first.Next}", app.Behind["members"].Queries["/api/v1/members/operations/jobs"]);

        var members = await (await session.GetAsync("/api/v1/operations/jobs?service=members")).Read<GatheredJobs>();
        Assert.All(members.Items, job => Assert.Equal("members", job.Service));
        Assert.Empty(members.Missing);
        Assert.Equal("state", (await (await session.GetAsync("/api/v1/operations/jobs?state=lost")).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        Assert.Equal("service", (await (await session.GetAsync("/api/v1/operations/jobs?service=lost")).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
    }

    [Fact]
    public async Task Routes_come_slowest_first_whichever_service_has_them()
    {
        using var session = await app.AsAsync(("operator", null));
        Says("members", "routes", new[] { new RouteTiming("members", "GET", "/api/v1/members", 1000, 2, 12, 60_000, 20), new RouteTiming("members", "GET", "/api/v1/transfers", 10, 0, 1, 0.1, 1) });

        var routes = await (await session.GetAsync("/api/v1/operations/routes")).Read<GatheredRoutes>();

        Assert.Equal(("members", "/api/v1/members", 2), (routes.Items[0].Service, routes.Items[0].Route, routes.Items[0].Failed));
        Assert.Equal(routes.Items.OrderByDescending(route => route.P95).Select(route => route.P95), routes.Items.Select(route => route.P95));
        Assert.Equal(["assessment", "organizations", "pairing"], routes.Missing);
        Assert.DoesNotContain(routes.Items, route => !route.Route.StartsWith("/api/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_of_all_services_come_in_one_answer_which_names_those_that_are_away()
    {
        Says("members", "figures", new ServiceFigures("members", app.Clock.GetUtcNow(), 15, [new("partycloud.overdue", "transfer", "{task}", [3, null, 4])]));
        app.Behind["pairing"].Answers["/api/v1/pairing/operations/figures"] = "{ no figures";
        using var session = await app.AsAsync(("operator", null));

        var figures = await (await session.GetAsync("/api/v1/operations/figures")).Read<GatheredFigures>();

        Assert.Equal(["gateway", "members"], figures.Items.Select(one => one.Service));
        Assert.Equal(["assessment", "organizations", "pairing"], figures.Missing);
        Assert.Equal([3, null, 4], Assert.Single(figures.Items[1].Series).Values);
        Assert.Equal([new DashboardLink("系统总览", "https://dashboards.example/overview")], figures.Dashboards);
        Assert.False(figures.BrokerMeasured);
        // The gateway's own, which it takes down from its start on.
        await Eventually.Passes(async () =>
        {
            var own = (await (await session.GetAsync("/api/v1/operations/figures")).Read<GatheredFigures>()).Items[0];
            Assert.All(
                ["dotnet.process.memory.working_set", "partycloud.webhooks.waiting", "database.size", "database.transaction.longest", "server.connections", "server.connection.states",
                    "server.locks", "server.checkpoints"],
                figure => Assert.Contains(own.Series, series => series.Figure == figure));
            Assert.All(["used", "limit"], which => Assert.True(Assert.Single(own.Series, series => series.Figure == "server.connections" && series.Label == which).Values[^1] > 0));
            Assert.Equal(8, own.Series.Count(series => series.Figure == "server.locks"));
        });
    }

    [Fact]
    public async Task The_audit_logs_are_searched_together_and_every_chain_is_verified()
    {
        var person = await app.HasAccountAsync(("auditor", null));
        using var auditor = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);
        var (reveal, older) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(1)), Guid.CreateVersion7(app.Clock.GetUtcNow().AddYears(-1)));
        foreach (var service in Services)
        {
            Says(service, "audit", new Page<AuditResponse>([], null));
            Says(service, "audit/verify", new AuditVerification(7, service != "pairing", service == "pairing" ? "seal 3 is missing" : null));
        }

        Says("members", "audit", new Page<AuditResponse>([Entry(reveal, "members.reveal"), Entry(older, "members.admit")], null));

        var all = await (await auditor.GetAsync($"/api/v1/operations/audit?from={Uri.EscapeDataString("2026-01-01T00:00:00+08:00")}&actorName={person.UserName}")).Read<GatheredAudit>();

        Assert.Equal([("members", "members.reveal"), ("gateway", "session.started"), ("members", "members.admit")], all.Items.Select(row => (row.Service, row.Action)));
        Assert.Empty(all.Missing);
        Assert.Contains("from=2026-01-01T00%3A00%3A00.0000000%2B08%3A00", app.Behind["members"].Queries["/api/v1/members/operations/audit"], StringComparison.Ordinal);
        Assert.Contains($"actorName={person.UserName}", app.Behind["members"].Queries["/api/v1/members/operations/audit"], StringComparison.Ordinal);

        var page = await (await auditor.GetAsync($"/api/v1/operations/audit?limit=1&actorName={person.UserName}")).Read<GatheredAudit>();
        Assert.Equal((reveal, reveal.ToString()), (Assert.Single(page.Items).Id, page.Next));
        var gateway = await (await auditor.GetAsync($"/api/v1/operations/audit?service=gateway&actorName={person.UserName}")).Read<GatheredAudit>();
        Assert.Equal("session.started", Assert.Single(gateway.Items).Action);

        var verified = await (await auditor.PostAsync("/api/v1/operations/audit/verify", null)).Read<VerifiedAudits>();
        Assert.Equal(["gateway", .. Services], verified.Items.Select(chain => chain.Service));
        Assert.Equal(["pairing"], verified.Items.Where(chain => !chain.Holds).Select(chain => chain.Service));
        Assert.Equal("seal 3 is missing", verified.Items[^1].Broken);
    }

    [Fact]
    public async Task Operations_are_for_operators_and_the_audit_for_auditors()
    {
        using var district = await app.AsAsync(("districtAdmin", await app.HasOrganizationAsync("00d")));
        using var auditor = await app.AsAsync(("auditor", null));
        using var operators = await app.AsAsync(("operator", null));
        foreach (var path in new[] { "status", "jobs", "routes", "figures", "errors?queue=gateway-organization-state" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await district.GetAsync($"/api/v1/operations/{path}")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync($"/api/v1/operations/{path}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await district.PostAsJsonAsync("/api/v1/operations/errors/replay", new ReplayRequest("gateway-organization-state"), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await operators.GetAsync("/api/v1/operations/audit")).StatusCode);
        Assert.Equal("broker.away", (await (await operators.GetAsync("/api/v1/operations/errors?queue=gateway-organization-state")).Refusal(HttpStatusCode.Conflict)).Code);
    }

    private void Says<T>(string service, string what, T answer) =>
        app.Behind[service].Answers[$"/api/v1/{service}/operations/{what}"] = JsonSerializer.Serialize(answer, Wire.Json);

    private JobItem Job(string service, Guid id) =>
        new(id, service, $"{service}Import", JobState.Running, 5, 10, 0, null, "样例", app.Clock.GetUtcNow(), app.Clock.GetUtcNow(), null);

    private AuditResponse Entry(Guid id, string action) => new(id, app.Clock.GetUtcNow(), Guid.CreateVersion7(), "样例", action, "member", null, null, null, null);

    /// <summary>A gateway of its own, because its services are made to answer this and that.</summary>
    public sealed class OwnGateway : GatewayApp
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. base.Settings, ("Operations:Dashboards:系统总览", "https://dashboards.example/overview"), ("Operations:Dashboards:script", "javascript:alert(1)")];
    }
}
