using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Operations;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>A measure that stands in the service's database, the same whichever replica is asked.</summary>
/// <param name="Label">What the first column of the rows names; without it there is one row, of the value alone.</param>
/// <param name="Sql">Gives the value as float8, after the label where there is one. Read every fifteen seconds, so it goes by an index.</param>
public sealed record Figure(string Name, string Unit, string Description, string? Label, string Sql);

public static class FigureExtensions
{
    public static void AddFigure(this IServiceCollection services, Figure figure) => services.AddSingleton(figure);

    /// <summary>The figures of the installation's servers, which one part reads for all of them: PostgreSQL's, and the broker's where a setting says where it tells them.</summary>
    public static void AddServerFigures(this IServiceCollection services)
    {
        services.AddHttpClient(nameof(BrokerFigures));
        services.AddSingleton<IFigureSource, ServerFigures>();
        services.AddSingleton<IFigureSource, BrokerFigures>();
    }
}

/// <summary>Something that is read besides the service's own, and may be away by itself.</summary>
internal interface IFigureSource
{
    Task<IReadOnlyList<Reading>> ReadAsync(CancellationToken cancel);
}

/// <summary>Reads the status of the service and its figures, for those who watch them: a monitor from outside, and the operators' own charts.</summary>
internal sealed class FigureReader(
    DatabaseFigures database, StatusOfService status, Measures measures, QueueWatch queues, IEnumerable<IFigureSource> others, FigureHistory history, ILogger<FigureReader> log) : BackgroundService
{
    private static readonly Gauge<int> Health =
        Telemetry.Meter.CreateGauge<int>("partycloud.health", "1", "1 where what the service needs is there, 0 where it is not");

    private static readonly Gauge<long> OutboxFacts = Telemetry.Meter.CreateGauge<long>("partycloud.outbox.facts", "{fact}", "Facts that wait in the outbox");
    private static readonly Gauge<long> OutboxLag = Telemetry.Meter.CreateGauge<long>("partycloud.outbox.lag", "s", "Age of the oldest fact that waits in the outbox");
    private static readonly Gauge<int> Jobs = Telemetry.Meter.CreateGauge<int>("partycloud.jobs", "{job}", "Jobs that wait or run");

    private readonly SlowRoutes routes = new();

    // Each goes its own way: while the database is away or slow to say so, the process and the queues are of most interest.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        RepeatAsync(ReadDatabaseAsync, stoppingToken), RepeatAsync(ReadProcessAsync, stoppingToken), RepeatAsync(ReadQueuesAsync, stoppingToken),
        .. others.Select(other => RepeatAsync(async cancel => history.Take(await other.ReadAsync(cancel)), stoppingToken)),
    ]);

    private async Task RepeatAsync(Func<CancellationToken, Task> read, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FigureHistory.Step);
        do
        {
            try
            {
                await read(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever is away comes back; a figure that nobody could read is no reason to stop the service.
                log.LogWarning("The figures could not be read: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task ReadDatabaseAsync(CancellationToken cancel)
    {
        history.Take(Record(await status.ReadAsync(cancel)));
        history.Take(await database.ReadAsync(cancel));
    }

    private async Task ReadProcessAsync(CancellationToken cancel)
    {
        var process = new ProcessFigures();
        await measures.ReadAsync(
            metric =>
            {
                process.Add(metric);
                routes.Add(metric);
            },
            cancel);
        history.Take([.. process.Readings, .. routes.Take()]);
    }

    private async Task ReadQueuesAsync(CancellationToken cancel)
    {
        var depths = await queues.CountAsync(cancel);
        history.Take(
        [
            .. depths.Select(depth => new Level("queue.messages", depth.Queue, "{message}", depth.Messages)),
            .. depths.Select(depth => new Level("queue.failed", depth.Queue, "{message}", depth.Failed)),
            .. depths.Select(depth => new Level("queue.consumers", depth.Queue, "{consumer}", depth.Consumers)),
        ]);
    }

    private static List<Reading> Record(ServiceStatus now)
    {
        foreach (var part in now.Parts)
        {
            Health.Record(part.State == HealthState.Unhealthy ? 0 : 1, new KeyValuePair<string, object?>("part", part.Part));
        }

        List<Reading> readings = [];
        if (now.Outbox is { } outbox)
        {
            OutboxFacts.Record(outbox.Facts);
            OutboxLag.Record(outbox.OldestSeconds);
            readings.Add(new Level(OutboxFacts.Name, null, OutboxFacts.Unit!, outbox.Facts));
            readings.Add(new Level(OutboxLag.Name, null, OutboxLag.Unit!, outbox.OldestSeconds));
        }

        if (now.Jobs is { } jobs)
        {
            foreach (var (state, count) in new[] { ("queued", jobs.Queued), ("running", jobs.Running) })
            {
                Jobs.Record(count, new KeyValuePair<string, object?>("state", state));
                readings.Add(new Level(Jobs.Name, state, Jobs.Unit!, count));
            }
        }

        return readings;
    }
}
