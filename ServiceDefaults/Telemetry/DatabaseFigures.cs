using System.Diagnostics.Metrics;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>What stands in the service's database, and how that database itself is. Of the whole server <see cref="ServerFigures"/> tell.</summary>
internal sealed class DatabaseFigures(ServiceDatabase database, IEnumerable<Figure> figures)
{
    private readonly List<Source> sources = [.. figures.Select(figure => new Source(figure))];

    public async Task<IReadOnlyList<Reading>> ReadAsync(CancellationToken cancel)
    {
        List<Reading> readings = [.. await ReadOwnAsync(cancel)];
        foreach (var source in sources)
        {
            readings.AddRange(await source.ReadAsync(database, cancel));
        }

        return readings;
    }

    private async Task<Reading[]> ReadOwnAsync(CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("""
            select numbackends::float8, xact_commit::float8, xact_rollback::float8, blks_hit::float8, blks_read::float8, deadlocks::float8, pg_database_size(datid)::float8,
              tup_inserted::float8, tup_updated::float8, (select coalesce(max(longest), 0) from app.sessions() where here)
            from pg_stat_database where datname = current_database()
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (connections, committed, rolledBack, hits, reads) = (reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4));
        return
        [
            new Level("database.connections", null, "{connection}", connections),
            new Total("database.transactions", "commit", "{transaction}/s", committed, CountedHere: false),
            new Total("database.transactions", "rollback", "{transaction}/s", rolledBack, CountedHere: false),
            new Share("database.cache.hits", null, hits, hits + reads),
            new Total("database.deadlocks", null, "{deadlock}/s", reader.GetDouble(5), CountedHere: false),
            new Level("database.size", null, "By", reader.GetDouble(6)),
            new Total("database.rows", "insert", "{row}/s", reader.GetDouble(7), CountedHere: false),
            new Total("database.rows", "update", "{row}/s", reader.GetDouble(8), CountedHere: false),
            new Level("database.transaction.longest", null, "s", reader.GetDouble(9)),
        ];
    }

    private sealed class Source(Figure figure)
    {
        private readonly Gauge<double> gauge = Telemetry.Meter.CreateGauge<double>(figure.Name, figure.Unit, figure.Description);
        private readonly HashSet<string> known = [];

        public async Task<List<Reading>> ReadAsync(ServiceDatabase database, CancellationToken cancel)
        {
            await using var command = database.System.CreateCommand(figure.Sql);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            List<Reading> readings = [];
            var gone = known.ToHashSet();
            while (await reader.ReadAsync(cancel))
            {
                if (figure.Label is null)
                {
                    Record(null, reader.GetDouble(0));
                    continue;
                }

                var label = reader.GetString(0);
                known.Add(label);
                gone.Remove(label);
                Record(label, reader.GetDouble(1));
            }

            // A gauge keeps its last value: what has no row any more would stand as it was.
            foreach (var label in gone)
            {
                Record(label, 0);
            }

            return readings;

            void Record(string? label, double value)
            {
                if (label is null)
                {
                    gauge.Record(value);
                }
                else
                {
                    gauge.Record(value, new KeyValuePair<string, object?>(figure.Label!, label));
                }

                readings.Add(new Level(figure.Name, label, figure.Unit, value));
            }
        }
    }
}
