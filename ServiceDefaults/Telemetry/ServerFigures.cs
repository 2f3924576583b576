using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>How the PostgreSQL server is on which the database stands. The services' databases stand on one, so one part reads them for all.</summary>
internal sealed class ServerFigures(ServiceDatabase database) : IFigureSource
{
    private const string Figures = """
        select state, sum(sessions) from app.sessions() group by state;
        select current_setting('max_connections')::float8;
        select m, count(l.pid)::float8
        from unnest(array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']) m
          left join pg_locks l on l.mode = m and l.database <> 0 and l.pid <> pg_backend_pid() group by m;
        """;

    public async Task<IReadOnlyList<Reading>> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var command = connection.CreateCommand();
        // What the background writer counted of checkpoints has a view of its own from version 17 on.
        command.CommandText = Figures + (connection.PostgreSqlVersion.Major >= 17
            ? "select num_timed::float8, num_requested::float8 from pg_stat_checkpointer"
            : "select checkpoints_timed::float8, checkpoints_req::float8 from pg_stat_bgwriter");
        await using var reader = await command.ExecuteReaderAsync(cancel);

        // A state in which nobody is has no row, and is none the less known.
        var states = new Dictionary<string, double>(StringComparer.Ordinal) { ["active"] = 0, ["idle"] = 0, ["idle in transaction"] = 0 };
        while (await reader.ReadAsync(cancel))
        {
            states[reader.GetString(0)] = reader.GetDouble(1);
        }

        await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        List<Reading> readings =
        [
            new Level("server.connections", "used", "{connection}", states.Values.Sum()),
            new Level("server.connections", "limit", "{connection}", reader.GetDouble(0)),
            .. states.Select(state => new Level("server.connection.states", state.Key, "{connection}", state.Value)),
        ];
        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            readings.Add(new Level("server.locks", reader.GetString(0), "{lock}", reader.GetDouble(1)));
        }

        await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        readings.Add(new Total("server.checkpoints", "timed", "{checkpoint}/s", reader.GetDouble(0), CountedHere: false));
        readings.Add(new Total("server.checkpoints", "requested", "{checkpoint}/s", reader.GetDouble(1), CountedHere: false));
        return readings;
    }
}
