using System.Net;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

public sealed class ConnectedGateway : GatewayApp
{
    protected override bool WithBroker => true;
}

/// <summary>One for all, because queues belong to the whole broker: two would take each other's facts.</summary>
[CollectionDefinition(nameof(ConnectedGateway))]
public sealed class ConnectedGatewayCollection : ICollectionFixture<ConnectedGateway>;

[Collection(nameof(ConnectedGateway))]
public sealed class BrokerTests(ConnectedGateway app)
{
    [Fact]
    public async Task What_the_owner_of_the_tree_publishes_arrives_once_and_in_whatever_order()
    {
        var id = Guid.CreateVersion7();
        var bus = app.Services.GetRequiredService<IBus>();
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Eventually.DefaultDeadline);

        await bus.Publish(new EventBatch<OrganizationState>([new(Guid.CreateVersion7(), GatewayApp.State(id, 2, "00c002"))]));
        await bus.Publish(new EventBatch<OrganizationState>([new(Guid.CreateVersion7(), GatewayApp.State(id, 1, "00c001"))]));
        var last = Guid.CreateVersion7();
        await bus.Publish(new EventBatch<OrganizationState>([new(Guid.CreateVersion7(), GatewayApp.State(last, 1, "00c003"))]));

        await Eventually.Holds(async () => (await app.TextsAsync("select level_code from organization_replica where id = $1", last)).Count == 1);
        using var session = await app.AsAsync(("districtAdmin", id));
        Assert.Equal("00c002", (await app.HandedOnAsync(session)).Scope!.Text);
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_for_its_own_routes_alone()
    {
        using var session = await app.AsAsync(("cityAdmin", null));
        await (await session.GetAsync("/api/v1/pairing/pairs")).Read<Echo>();
        await Eventually.Passes(async () =>
            Assert.Contains("\"status\":\"healthy\"", await app.Anonymous().GetStringAsync("/health"), StringComparison.Ordinal));

        await app.Behind["pairing"].DisposeAsync();

        for (var attempt = 0; attempt < 30; attempt++)
        {
            var answer = await session.GetAsync("/api/v1/pairing/pairs");
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable });
            Assert.Equal("service.unavailable", (await answer.Refusal(answer.StatusCode)).Code);
        }

        await (await session.GetAsync("/api/v1/members")).Read<Echo>();
        var health = await app.Anonymous().GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var text = await health.Content.ReadAsStringAsync();
        Assert.Contains("\"status\":\"degraded\"", text, StringComparison.Ordinal);
        Assert.Contains("\"pairing\":\"degraded\"", text, StringComparison.Ordinal);

        app.Later(TimeSpan.FromMinutes(2));
        Assert.Contains("\"x-unavailable\":[\"pairing\"]", await app.Anonymous().GetStringAsync("/openapi/v1.json"), StringComparison.Ordinal);
    }
}
