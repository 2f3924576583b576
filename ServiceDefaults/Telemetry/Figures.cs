using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>A measure that stands in the service's database, the same whichever replica is asked.</summary>
/// <param name="Label">What the first column of the rows names; without it there is one row, of the value alone.</param>
/// <param name="Sql">Gives the value as float8, after the label where there is one. Read every fifteen seconds, so it goes by an index.</param>
public sealed record Figure(string Name, string Unit, string Description, string? Label, string Sql);

public static class FigureExtensions
{
    public static void AddFigure(this IServiceCollection services, Figure figure) => services.AddSingleton(figure);
}

/// <summary>Reads the status of the service and its figures, for those who watch them.</summary>
internal sealed class FigureReader(ServiceDatabase database, StatusOfService status, IEnumerable<Figure> figures, ILogger<FigureReader> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private static readonly Gauge<int> Health =
        Telemetry.Meter.CreateGauge<int>("partycloud.health", "1", "1 where what the service needs is there, 0 where it is not");

    private static readonly Gauge<long> OutboxFacts = Telemetry.Meter.CreateGauge<long>("partycloud.outbox.facts", "{fact}", "Facts that wait in the outbox");
    private static readonly Gauge<long> OutboxLag = Telemetry.Meter.CreateGauge<long>("partycloud.outbox.lag", "s", "Age of the oldest fact that waits in the outbox");
    private static readonly Gauge<int> Jobs = Telemetry.Meter.CreateGauge<int>("partycloud.jobs", "{job}", "Jobs that wait or run");

    private readonly List<Reading> readings = [.. figures.Select(figure => new Reading(figure))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                Record(await status.ReadAsync(stoppingToken));
                foreach (var reading in readings)
                {
                    await reading.ReadAsync(database, stoppingToken);
                }
            }
            catch (Exception exception) when (DatabaseAway.Explains(exception) || exception is TimeoutException)
            {
                log.LogWarning("The figures could not be read: {Reason}", exception.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private static void Record(ServiceStatus now)
    {
        foreach (var part in now.Parts)
        {
            Health.Record(part.State == HealthState.Unhealthy ? 0 : 1, new KeyValuePair<string, object?>("part", part.Part));
        }

        if (now.Outbox is { } outbox)
        {
            OutboxFacts.Record(outbox.Facts);
            OutboxLag.Record(outbox.OldestSeconds);
        }

        if (now.Jobs is { } jobs)
        {
            Jobs.Record(jobs.Queued, new KeyValuePair<string, object?>("state", "queued"));
            Jobs.Record(jobs.Running, new KeyValuePair<string, object?>("state", "running"));
        }
    }

    private sealed class Reading(Figure figure)
    {
        private readonly Gauge<double> gauge = Telemetry.Meter.CreateGauge<double>(figure.Name, figure.Unit, figure.Description);
        private readonly HashSet<string> known = [];

        public async Task ReadAsync(ServiceDatabase database, CancellationToken cancel)
        {
            await using var command = database.System.CreateCommand(figure.Sql);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var gone = known.ToHashSet();
            while (await reader.ReadAsync(cancel))
            {
                if (figure.Label is null)
                {
                    gauge.Record(reader.GetDouble(0));
                    continue;
                }

                var label = reader.GetString(0);
                known.Add(label);
                gone.Remove(label);
                gauge.Record(reader.GetDouble(1), new KeyValuePair<string, object?>(figure.Label, label));
            }

            // A gauge keeps its last value: what has no row any more would stand as it was.
            foreach (var label in gone)
            {
                gauge.Record(0, new KeyValuePair<string, object?>(figure.Label!, label));
            }
        }
    }
}
