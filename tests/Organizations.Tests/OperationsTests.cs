using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

/// <summary>What every service tells its operators and auditors, asked of this one.</summary>
public sealed class OperationsTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    private const string Operations = "/api/v1/organizations/operations";

    [Fact]
    public async Task The_status_tells_what_waits_in_the_outbox_and_for_how_long()
    {
        using var operators = app.As("0", "operations.*");
        await app.Registered("丁支部", null);
        await app.ExecuteAsync("update outbox set created_at = now() - interval '90 seconds'");

        var status = await (await operators.GetAsync($"{Operations}/status")).Read<ServiceStatus>();

        Assert.Equal("organizations", status.Service);
        Assert.True(status.Outbox!.Rows > 0 && status.Outbox.Facts >= status.Outbox.Rows);
        Assert.InRange(status.Outbox.OldestSeconds, 90, 600);
        Assert.Contains(status.Parts, part => part is { Part: "database", State: HealthState.Healthy });
        Assert.Equal(["organizations-member-state", "organizations-republish"], status.Queues.Order());
        Assert.NotNull(status.Jobs);
        Assert.True(status.StartedAt <= TimeProvider.System.GetUtcNow());
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As("0", "organizations.*").GetAsync($"{Operations}/status")).StatusCode);
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_within_reach_and_say_nothing_of_what_they_are_about()
    {
        var east = await app.Registered("戊东区委", null, OrganizationKind.Committee, "governmentOrgan");
        var west = await app.Registered("戊西区委", null, OrganizationKind.Committee, "governmentOrgan");
        using var clerk = app.As(east.LevelCode, "organizations.*");
        var first = await OrganizationsApp.Imported(clerk, $"code,name,kind,domain_type,parent_code\nE-1,戊东支部,branch,village,{east.Code}\n");
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(1));
        var second = await OrganizationsApp.Imported(clerk, "code,name,kind,domain_type,parent_code\nE-2,戊东坏行,branch,village,没有\n");
        using var eastern = app.As(east.LevelCode, "operations.read");
        using var western = app.As(west.LevelCode, "operations.read");

        var answer = await eastern.GetStringAsync($"{Operations}/jobs");
        var page = await (await eastern.GetAsync($"{Operations}/jobs?limit=1")).Read<Page<JobItem>>();
        var rest = await (await eastern.GetAsync($"{Operations}/jobs?limit=1&cursor={page.Next}")).Read<Page<JobItem>>();

        Assert.DoesNotContain("organizations.csv", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("戊东坏行", answer, StringComparison.Ordinal);
        Assert.Equal((second.Id, first.Id), (Assert.Single(page.Items).Id, Assert.Single(rest.Items).Id));
        Assert.Null(rest.Next);
        Assert.Equal(("organizations", "organizations.import", JobState.Succeeded, 1), (page.Items[0].Service, page.Items[0].Kind, page.Items[0].State, page.Items[0].ErrorCount));
        Assert.Empty((await (await eastern.GetAsync($"{Operations}/jobs?state=running")).Read<Page<JobItem>>()).Items);
        Assert.Empty((await (await western.GetAsync($"{Operations}/jobs")).Read<Page<JobItem>>()).Items);
    }

    [Fact]
    public async Task Routes_tell_how_often_they_were_asked_and_how_long_that_took()
    {
        using var reader = app.As("0", "organizations.read", "operations.read");
        for (var n = 0; n < 25; n++)
        {
            await reader.GetAsync("/api/v1/organizations/domain-types");
        }

        var routes = await (await reader.GetAsync($"{Operations}/routes")).Read<List<RouteTiming>>();

        var asked = Assert.Single(routes, route => route is { Method: "GET", Route: "/api/v1/organizations/domain-types" });
        Assert.True(asked is { Count: >= 25, Failed: 0 } && asked.P50 > 0 && asked.P95 >= asked.P50 && asked.Mean > 0, $"{asked}");
        Assert.DoesNotContain(routes, route => route.Route.Contains("health", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_tell_how_the_process_its_data_and_its_database_have_been()
    {
        await app.Registered("庚支部", null);
        using var operators = app.As("0", "operations.read");

        await Eventually.Passes(async () =>
        {
            var figures = await (await operators.GetAsync($"{Operations}/figures")).Read<ServiceFigures>();
            Assert.Equal(("organizations", 15), (figures.Service, figures.Step));
            Assert.True(Newest(figures, "dotnet.process.memory.working_set") > 1 << 20);
            Assert.True(Newest(figures, "database.size") > 1 << 20);
            Assert.True(Newest(figures, "database.connections") > 0);
            Assert.True(Newest(figures, "partycloud.outbox.facts") >= 0);
            Assert.Contains(figures.Series, series => series is { Figure: "http.server.requests", Unit: "{request}/s" });
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As("0", "organizations.*").GetAsync($"{Operations}/figures")).StatusCode);

        static double? Newest(ServiceFigures figures, string figure) => Assert.Single(figures.Series, series => series.Figure == figure).Values[^1];
    }

    [Fact]
    public async Task The_audit_log_is_searched_by_name_time_and_the_beginning_of_an_action()
    {
        await app.Registered("己支部", null);
        using var auditor = app.As("0", "audit.read");
        var now = Uri.EscapeDataString(app.Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture));

        Assert.NotEmpty(await FoundAsync("action=partyOrganization.*&actorName=tester"));
        Assert.Empty(await FoundAsync("action=partyOrganization"));
        Assert.Empty(await FoundAsync("actorName=nobody"));
        Assert.Empty(await FoundAsync($"from={now}&to={now}"));
        Assert.NotEmpty(await FoundAsync($"from={now}&action=partyOrganization.added"));
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.GetAsync($"{Operations}/audit?from=yesterday")).StatusCode);

        async Task<IReadOnlyList<AuditResponse>> FoundAsync(string query) => (await (await auditor.GetAsync($"{Operations}/audit?{query}")).Read<Page<AuditResponse>>()).Items;
    }
}
