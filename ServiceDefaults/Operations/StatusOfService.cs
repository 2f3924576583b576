using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Operations;

/// <summary>Says how the service in this process is: what it needs, what waits in its outbox, what its queues are called.</summary>
public sealed class StatusOfService
{
    /// <summary>Marks checks that say nothing of what this service needs: those of other services, and whether the replica is leaving.</summary>
    public const string OutsideTag = "outside";

    private static readonly DateTimeOffset StartedAt = StartOfProcess();

    private readonly HealthCheckService checks;
    private readonly ServiceDatabase database;
    private readonly MessagingExtensions.Catalogue catalogue;

    internal StatusOfService(HealthCheckService checks, ServiceDatabase database, MessagingExtensions.Catalogue catalogue) =>
        (this.checks, this.database, this.catalogue) = (checks, database, catalogue);

    public async Task<ServiceStatus> ReadAsync(CancellationToken cancel)
    {
        var report = await checks.CheckHealthAsync(check => !check.Tags.Contains(OutsideTag), cancel);
        var (outbox, jobs) = await ReadDatabaseAsync(cancel);
        return new(
            catalogue.Service, Of(report.Status),
            [.. report.Entries.Select(entry => new PartHealth(NameOf(entry.Key), Of(entry.Value.Status), (int)entry.Value.Duration.TotalMilliseconds)).OrderBy(part => part.Part, StringComparer.Ordinal)],
            StartedAt, outbox, jobs, catalogue.Queues);
    }

    private async Task<(OutboxStatus?, JobCounts?)> ReadDatabaseAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = database.System.CreateCommand("""
                select count(*), coalesce(sum(facts), 0), coalesce(greatest(extract(epoch from clock_timestamp() - min(created_at)), 0), 0)::bigint from outbox;
                select count(*) filter (where state = 'queued'), count(*) filter (where state = 'running') from jobs where state in ('queued', 'running')
                """);
            command.CommandTimeout = 3;
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            var outbox = new OutboxStatus(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
            await reader.NextResultAsync(cancel);
            await reader.ReadAsync(cancel);
            return (outbox, new JobCounts((int)reader.GetInt64(0), (int)reader.GetInt64(1)));
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return (null, null);
        }
    }

    private static HealthState Of(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => HealthState.Healthy,
        HealthStatus.Degraded => HealthState.Degraded,
        _ => HealthState.Unhealthy,
    };

    // The messaging library registers a check under a name of its own.
    private static string NameOf(string check) => check.StartsWith("masstransit", StringComparison.Ordinal) ? "broker" : check;

    private static DateTimeOffset StartOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
