using System.Diagnostics.Metrics;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Jobs;

/// <summary>What jobs get done in this process.</summary>
internal static class JobMeasures
{
    private static readonly Counter<long> Rows = Telemetry.Telemetry.Meter.CreateCounter<long>("partycloud.jobs.rows", "{row}", "Rows that jobs have gone through, imports above all");
    private static readonly Counter<long> Refused = Telemetry.Telemetry.Meter.CreateCounter<long>("partycloud.jobs.row_errors", "{error}", "Errors of rows that a job could not take");
    private static readonly Counter<long> Over = Telemetry.Telemetry.Meter.CreateCounter<long>("partycloud.jobs.ended", "{job}", "Jobs that are over, by how they ended");

    public static void Committed(string kind, long rows, int errors)
    {
        var label = new KeyValuePair<string, object?>("kind", kind);
        Rows.Add(rows, label);
        Refused.Add(errors, label);
    }

    public static void Ended(string kind, JobState state) => Over.Add(1, new("kind", kind), new("state", state.ToString().ToLowerInvariant()));
}
