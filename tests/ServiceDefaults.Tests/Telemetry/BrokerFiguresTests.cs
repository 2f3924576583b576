using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.ServiceDefaults.Tests.Telemetry;

public sealed class BrokerFiguresTests
{
    [Fact]
    public async Task What_a_node_tells_a_monitor_is_picked_from_its_text_and_added_up_over_protocols_and_virtual_hosts()
    {
        await using var node = await NodeAsync("""
            # TYPE rabbitmq_connections gauge
            # HELP rabbitmq_connections Connections currently open
            rabbitmq_connections 10
            rabbitmq_connections_opened_total 12
            rabbitmq_alarms_memory_used_watermark 1
            rabbitmq_resident_memory_limit_bytes 5.12e+08
            rabbitmq_global_messages_received_total{protocol="amqp091"} 40
            rabbitmq_global_messages_received_total{protocol="amqp10"} 2
            """, """
            rabbitmq_detailed_queue_messages{vhost="/",queue="members-organization-state"} 3
            rabbitmq_detailed_queue_messages{vhost="other",queue="members-organization-state"} 4
            rabbitmq_detailed_queue_messages_ready{vhost="/",queue="members-organization-state"} 1
            """);

        Assert.Equal(
            [
                new Level("broker.alarms", "memory", "{alarm}", 1),
                new Level("broker.connections", null, "{connection}", 10),
                new Level("broker.queue.messages", "members-organization-state", "{message}", 7),
                new Total("broker.messages", "received", "{message}/s", 42, CountedHere: false),
                new Level("broker.memory", "limit", "By", 512_000_000),
            ],
            await ReadAsync(node.Urls.Single()));
    }

    [Fact]
    public async Task Nobody_is_asked_where_no_setting_says_whom()
    {
        Assert.Empty(await ReadAsync(null));
        Assert.Empty(await ReadAsync(" "));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync("broker:15692"));
    }

    [Fact]
    public async Task Half_an_answer_is_none()
    {
        await using var node = await NodeAsync("rabbitmq_connections 10\n", null);

        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(node.Urls.Single()))).StatusCode);
    }

    private static async Task<IReadOnlyList<Reading>> ReadAsync(string? address)
    {
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Operations:BrokerMeasures", address)]).Build();
        IFigureSource figures = new BrokerFigures(configuration, services.GetRequiredService<IHttpClientFactory>());
        return await figures.ReadAsync(CancellationToken.None);
    }

    private static async Task<WebApplication> NodeAsync(string all, string? queues)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var node = builder.Build();
        node.Urls.Add("http://127.0.0.1:0");
        node.MapGet("/metrics", () => all);
        node.MapGet("/metrics/detailed", (string family) => queues is null || family != "queue_coarse_metrics" ? Results.NotFound() : Results.Text(queues));
        await node.StartAsync();
        return node;
    }
}
