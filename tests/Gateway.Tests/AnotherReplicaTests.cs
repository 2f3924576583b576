using System.Net;
using System.Text;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>A gateway that counts on a second replica of each service, where nobody listens, and that does not look whether it is well.</summary>
public sealed class GatewayWithGoneReplicas : GatewayApp
{
    private static readonly int Nobody = Ports.Free();

    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, .. With("organizations"), .. With("members")];

    private static IEnumerable<(string Name, string Value)> With(string service)
    {
        var cluster = $"ReverseProxy:Clusters:{service}";
        return [($"{cluster}:Destinations:two:Address", $"http://127.0.0.1:{Nobody}"), ($"{cluster}:HealthCheck:Active:Enabled", "false"), ($"{cluster}:HealthCheck:Passive:Enabled", "false")];
    }
}

public sealed class AnotherReplicaTests(GatewayWithGoneReplicas app) : IClassFixture<GatewayWithGoneReplicas>
{
    private const string Body = """{"name":"样例"}""";

    [Fact]
    public async Task A_request_that_reaches_nobody_is_handed_to_another_replica_whole()
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        for (var turn = 0; turn < 20; turn++)
        {
            Assert.Equal("members", (await (await session.GetAsync("/api/v1/members")).Read<Echo>()).Service);
            var echo = await (await session.PostAsync("/api/v1/members", new StringContent(Body, Encoding.UTF8, "application/json"))).Read<Echo>();
            Assert.Equal(("POST", Encoding.UTF8.GetByteCount(Body)), (echo.Method, echo.Length));
        }
    }

    [Fact]
    public async Task One_that_was_begun_and_broke_off_is_not_sent_a_second_time()
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        using var answer = await session.GetAsync("/api/v1/organizations/aborted");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }
}
