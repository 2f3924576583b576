using System.Net;
using System.Text.Json.Nodes;
using PartyCloud.ServiceDefaults.Documents;
using PartyCloud.ServiceDefaults.Tests.Probes;

namespace PartyCloud.ServiceDefaults.Tests.Documents;

public sealed class DeprecationTests(ProbeFixture probe) : IClassFixture<ProbeFixture>
{
    private const string Going = "/api/v1/probe/going";

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task A_route_that_is_to_go_says_so_with_every_answer(bool signedIn, HttpStatusCode status)
    {
        using var client = signedIn ? probe.Service.As("001") : probe.Service.Anonymous();

        var answer = await client.GetAsync(Going);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(["@1782835200"], answer.Headers.GetValues("Deprecation"));
        Assert.Equal(["Thu, 31 Dec 2026 16:00:00 GMT"], answer.Headers.GetValues("Sunset"));
        Assert.Equal(["</api/v1/probe/things>; rel=\"successor-version\""], answer.Headers.GetValues("Link"));
    }

    [Fact]
    public async Task Other_routes_say_nothing_of_it_and_the_document_tells_which_is_which()
    {
        using var client = probe.Service.As("001");

        Assert.False((await client.GetAsync("/api/v1/probe/things")).Headers.Contains("Deprecation"));
        var paths = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!["paths"]!;
        Assert.True((bool)paths[Going]!["get"]!["deprecated"]!);
        Assert.Null(paths["/api/v1/probe/things"]!["get"]!["deprecated"]);
    }

    [Fact]
    public void A_route_does_not_go_on_the_day_on_which_it_is_said() =>
        Assert.Throws<ArgumentException>(() => new Endpoints().Deprecated(new(2026, 7, 1), new(2026, 7, 1), "/"));

    private sealed class Endpoints : Microsoft.AspNetCore.Builder.IEndpointConventionBuilder
    {
        public void Add(Action<Microsoft.AspNetCore.Builder.EndpointBuilder> convention)
        {
        }
    }
}
