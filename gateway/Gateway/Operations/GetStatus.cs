using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;

namespace PartyCloud.Gateway.Operations;

/// <summary>How all parts are (运行总览).</summary>
/// <param name="BrokerAnswers">Without it nothing is known of the queues.</param>
/// <param name="Queues">The fullest error queues first.</param>
/// <param name="Dashboards">Where more is shown, as the settings say (section <c>Operations:Dashboards</c>, name and address).</param>
public sealed record OperationsStatus(
    DateTimeOffset At, IReadOnlyList<ServiceRow> Services, bool BrokerAnswers, IReadOnlyList<QueueRow> Queues, IReadOnlyList<DashboardLink> Dashboards);

/// <summary>A service, or the gateway.</summary>
/// <param name="Replicas">How many the gateway knows of.</param>
/// <param name="AvailableReplicas">How many of them answer.</param>
/// <param name="Status">What one of them says; null when none answered.</param>
public sealed record ServiceRow(string Service, int Replicas, int AvailableReplicas, ServiceStatus? Status);

/// <param name="Service">Who listens to it.</param>
/// <param name="Messages">Those that wait, without those that a consumer has in hand.</param>
/// <param name="Failed">Those in its error queue.</param>
public sealed record QueueRow(string Queue, string Service, long Messages, long Consumers, long Failed);

public sealed record DashboardLink(string Name, string Address)
{
    // A link that is not one to a page would be a script's chance.
    internal static List<DashboardLink> Of(IConfiguration configuration) =>
        [.. from entry in configuration.GetSection("Operations:Dashboards").GetChildren()
            let address = entry.Value
            where Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            select new DashboardLink(entry.Key, address)];
}

/// <summary>The queues' names as the services told them: when one is away, its queues are of most interest.</summary>
internal sealed class KnownQueues
{
    private readonly ConcurrentDictionary<string, string> services = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => services.Keys.Order(StringComparer.Ordinal);

    public void Learn(ServiceStatus status)
    {
        foreach (var queue in status.Queues)
        {
            services[queue] = status.Service;
        }
    }

    public string ServiceOf(string queue) => services.GetValueOrDefault(queue) ?? queue.Split('-')[0];
}

internal static class GetStatus
{
    private const string Gateway = "gateway";

    // A service whose database does not answer takes some seconds to say so, which is better than that it is away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static async Task<Ok<OperationsStatus>> Handle(
        HttpContext http, ServiceCalls calls, StatusOfService own, KnownQueues known, BrokerQueues broker, IConfiguration configuration, TimeProvider clock,
        ILogger<KnownQueues> log, CancellationToken cancel)
    {
        var asked = Task.WhenAll(calls.Services.Select(async service =>
        {
            var status = await calls.GetAsync<ServiceStatus>(http, service, $"/api/v1/{service}/operations/status", cancel, Patience);
            var (replicas, available) = calls.ReplicasOf(service);
            return new ServiceRow(service, replicas, available, status);
        }));
        var mine = new ServiceRow(Gateway, 1, 1, await own.ReadAsync(cancel));
        ServiceRow[] rows = [mine, .. await asked];
        foreach (var row in rows)
        {
            if (row.Status is not null)
            {
                known.Learn(row.Status);
            }
        }

        var queues = await CountAsync(broker, known, log, cancel);
        return TypedResults.Ok(new OperationsStatus(clock.GetUtcNow(), rows, queues is not null, queues ?? [], DashboardLink.Of(configuration)));
    }

    private static async Task<IReadOnlyList<QueueRow>?> CountAsync(BrokerQueues broker, KnownQueues known, ILogger log, CancellationToken cancel)
    {
        try
        {
            return [.. from depth in await broker.CountAsync(known.Names, cancel)
                       orderby depth.Failed descending, depth.Messages descending
                       select new QueueRow(depth.Queue, known.ServiceOf(depth.Queue), depth.Messages, depth.Consumers, depth.Failed)];
        }
        catch (Exception exception) when (BrokerAway.Explains(exception))
        {
            log.LogWarning("The broker did not say how full its queues are: {Reason}", exception.Message);
            return null;
        }
    }
}
