using System.Net;
using System.Net.Http.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Operations;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>What a consumer could not take in, as the operator sees it and puts it back.</summary>
[Collection(nameof(ConnectedGateway))]
public sealed class ErrorQueueTests(ConnectedGateway app) : IAsyncLifetime
{
    private const string Queue = "gateway-organization-state";
    private const string Errors = $"/api/v1/operations/errors?queue={Queue}";
    private const string Replay = "/api/v1/operations/errors/replay";

    public async Task InitializeAsync()
    {
        // Names that begin so cannot be taken in, until the operator has mended the table.
        await ExecuteAsync("alter table organization_replica add constraint no_poison check (name not like 'poison%')");
    }

    public async Task DisposeAsync()
    {
        await ExecuteAsync("alter table organization_replica drop constraint if exists no_poison");
        using var session = await app.AsAsync(("operator", null));
        await session.PostAsJsonAsync(Replay, new ReplayRequest(Queue), Wire.Json);
    }

    [Fact]
    public async Task A_failed_message_is_shown_without_its_facts_and_goes_back_when_the_fault_is_mended()
    {
        var bus = app.Services.GetRequiredService<IBus>();
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Eventually.DefaultDeadline);
        var organizations = new[] { Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7() };
        foreach (var id in organizations)
        {
            await bus.Publish(new EventBatch<OrganizationState>([new(Guid.CreateVersion7(), GatewayApp.State(id, 1, "00e") with { Name = "poison 张三 110101199003070011" })]));
        }

        using var session = await app.AsAsync(("operator", null));
        await Eventually.Passes(async () =>
        {
            var status = await (await session.GetAsync("/api/v1/operations/status")).Read<OperationsStatus>();
            Assert.True(status.BrokerAnswers);
            var queue = status.Queues.Single(row => row.Queue == Queue);
            Assert.Equal(("gateway", 0, 3), (queue.Service, queue.Messages, queue.Failed));
            Assert.True(queue.Consumers > 0);
        });

        // Looking takes nothing away, however often it is done.
        var text = "";
        for (var look = 0; look < 30; look++)
        {
            text = await session.GetStringAsync(Errors);
        }

        Assert.DoesNotContain("张三", text, StringComparison.Ordinal);
        Assert.DoesNotContain("199003", text, StringComparison.Ordinal);
        var failed = (await (await session.GetAsync(Errors)).Read<ErrorList>()).Items;
        Assert.Equal(3, failed.Count);
        Assert.All(failed, message =>
        {
            Assert.Equal(("OrganizationState", 1), (message.Type, message.Facts));
            Assert.Contains("PostgresException", message.Error, StringComparison.Ordinal);
            Assert.Contains("no_poison", message.Reason, StringComparison.Ordinal);
            Assert.NotNull(message.FailedAt);
            Assert.NotEqual(Guid.Empty, message.Id);
        });

        // Not mended yet: it fails again and is back, with the same id.
        Assert.Equal(1, await ReplayAsync(session, failed[1].Id));
        await Eventually.Holds(async () => (await (await session.GetAsync(Errors)).Read<ErrorList>()).Items.Count(message => message.Id == failed[1].Id) == 1);
        Assert.Equal(HttpStatusCode.NotFound, (await session.PostAsJsonAsync(Replay, new ReplayRequest(Queue, Guid.CreateVersion7()), Wire.Json)).StatusCode);

        await ExecuteAsync("alter table organization_replica drop constraint no_poison");
        Assert.Equal(1, await ReplayAsync(session, failed[2].Id));
        await Eventually.Holds(async () => (await KnownAsync()).Count == 1);
        Assert.Equal(2, (await (await session.GetAsync(Errors)).Read<ErrorList>()).Items.Count);
        Assert.Equal(2, await ReplayAsync(session, null));
        await Eventually.Holds(async () => (await KnownAsync()).Count == 3);
        Assert.Empty((await (await session.GetAsync(Errors)).Read<ErrorList>()).Items);
        Assert.Equal(0, await ReplayAsync(session, null));

        Assert.Contains($"{Queue} {failed[2].Id}", await app.TextsAsync("select fields from audit_log where action = 'operations.replayed'"));

        Task<List<string>> KnownAsync() => app.TextsAsync("select id::text from organization_replica where id = any($1)", organizations);
    }

    [Theory]
    [InlineData("gateway-nothing")]
    [InlineData("somebody-elses")]
    public async Task A_queue_that_is_not_there_or_not_ours_is_not_found(string queue)
    {
        using var session = await app.AsAsync(("operator", null));

        Assert.Equal(HttpStatusCode.NotFound, (await session.GetAsync($"/api/v1/operations/errors?queue={queue}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await session.PostAsJsonAsync(Replay, new ReplayRequest(queue), Wire.Json)).StatusCode);
    }

    private static async Task<int> ReplayAsync(HttpClient session, Guid? message) =>
        (await (await session.PostAsJsonAsync(Replay, new ReplayRequest(Queue, message), Wire.Json)).Read<ReplayResponse>()).Replayed;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(app.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
