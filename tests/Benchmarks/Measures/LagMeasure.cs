using System.Diagnostics;
using Npgsql;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// How late a fact arrives under a steady 2,000 a second: from its row in the outbox to the commit in the other service, both by the clock of the one PostgreSQL server. The rows are
/// written from outside, so the relay finds them by looking every quarter of a second, where the service itself would wake it.
/// </summary>
internal static class LagMeasure
{
    private const int FactsPerSecond = 2000, WritesPerSecond = 50;

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var outbox = new MemberFactsOutbox(system);
        List<double> middles = [], tails = [], worst = [];
        for (var round = 0; round < system.Options.Rounds; round++)
        {
            var lags = await LagsAsync(system, outbox, Math.Max(10, system.Options.Seconds), cancel);
            middles.Add(lags[lags.Count / 2]);
            tails.Add(lags[(int)(lags.Count * 0.99)]);
            worst.Add(lags[^1]);
        }

        var tail = new Series(tails);
        return [new($"lag from outbox to consumer at {FactsPerSecond:#,0} facts/s, p99", tail, null, "s", tail, Bar.AtMost(1), $"median {new Series(middles).Median:0.00} s, worst {worst.Max():0.00} s")];
    }

    private static async Task<List<double>> LagsAsync(BenchSystem system, MemberFactsOutbox outbox, int seconds, CancellationToken cancel)
    {
        await outbox.BeginAsync(cancel);
        var made = new Dictionary<Guid, DateTime>();
        await using (var connection = await BenchSystem.OpenAsync(system.Admin(BenchSystem.Members), cancel))
        {
            var start = Stopwatch.GetTimestamp();
            for (var write = 0; write < seconds * WritesPerSecond; write++)
            {
                foreach (var (id, at) in await outbox.WriteAsync(connection, FactsPerSecond / WritesPerSecond, cancel))
                {
                    made.Add(id, at);
                }

                var ahead = TimeSpan.FromSeconds((write + 1) / (double)WritesPerSecond) - Stopwatch.GetElapsedTime(start);
                if (ahead > TimeSpan.Zero)
                {
                    await Task.Delay(ahead, cancel);
                }
            }

            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds * 1.05)
            {
                throw new InvalidOperationException($"The machine could not write {FactsPerSecond} facts a second.");
            }
        }

        await outbox.ReceivedAsync(made.Count, cancel);
        await using var consumer = await BenchSystem.OpenAsync(system.Admin(BenchSystem.Organizations), cancel);
        await using var arrivals = new NpgsqlCommand("select event_id, pg_xact_commit_timestamp(xmin) from inbox", consumer);
        await using var reader = await arrivals.ExecuteReaderAsync(cancel);
        var lags = new List<double>(made.Count);
        while (await reader.ReadAsync(cancel))
        {
            lags.Add((reader.GetDateTime(1) - made[reader.GetGuid(0)]).TotalSeconds);
        }

        lags.Sort();
        return lags;
    }
}
