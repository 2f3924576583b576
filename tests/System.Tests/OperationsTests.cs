namespace PartyCloud.SystemTests;

/// <summary>What each part says of the calls that it answered. Only a process of its own measures its own calls alone.</summary>
[Collection(SystemFixture.Name)]
public sealed class OperationsTests(SystemFixture fixture)
{
    private static readonly (string Service, string Route)[] Called =
    [
        ("assessment", "/api/v1/assessment/rectifications"), ("gateway", "/api/v1/me"), ("members", "/api/v1/members"), ("organizations", "/api/v1/organizations"),
        ("pairing", "/api/v1/pairing/pairs"),
    ];

    [Fact]
    public async Task Every_part_says_how_long_its_routes_take()
    {
        await CallAsync(20);

        var routes = await fixture.Portal.GetAsync("/api/v1/operations/routes");

        Assert.Empty(routes["missing"]!.AsArray());
        var items = routes["items"]!.AsArray();
        var slowest = items.Select(route => (double)route!["p95"]!).ToList();
        Assert.Equal(slowest.OrderDescending(), slowest);
        foreach (var (service, route) in Called)
        {
            var own = Assert.Single(items, item => (string?)item!["service"] == service && (string?)item["method"] == "GET" && (string?)item["route"] == route)!;
            Assert.True((long)own["count"]! >= 20 && (double)own["p50"]! > 0 && (double)own["p50"]! <= (double)own["p95"]! && (double)own["mean"]! > 0, own.ToJsonString());
        }

        Assert.All(items, route => Assert.StartsWith("/api/", (string)route!["route"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_part_keeps_the_figures_of_its_calls()
    {
        await SystemFixture.Passes(async () =>
        {
            await CallAsync(1);
            var figures = await fixture.Portal.GetAsync("/api/v1/operations/figures");
            Assert.Empty(figures["missing"]!.AsArray());
            Assert.Equal(Called.Select(call => call.Service), figures["items"]!.AsArray().Select(part => (string)part!["service"]!).Order());
            Assert.All(figures["items"]!.AsArray(), part => Assert.All(
                ["http.server.requests", "http.server.answers", "http.server.route.duration"],
                figure => Assert.Contains(part!["series"]!.AsArray(), series => (string?)series!["figure"] == figure)));
        });
    }

    private async Task CallAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var (_, route) in Called)
            {
                await fixture.Portal.GetAsync(route);
            }
        }
    }
}
