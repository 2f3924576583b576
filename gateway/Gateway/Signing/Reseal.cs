using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Signing;

/// <summary>
/// After the current key of the gateway was changed (换钥): enciphers again, under the new one, what is still sealed under another, so that the old key can be taken away. It is a
/// job beside the work; nothing counts as changed by it.
/// </summary>
internal static class Reseal
{
    public const string Kind = "gateway.reseal";

    /// <returns>The job, which stands in the list of jobs.</returns>
    public static async Task<Accepted<JobResponse>> Handle(Caller caller, GatewayDb db, JobSignal signal, CancellationToken cancel) =>
        TypedResults.Accepted("/api/v1/operations/jobs?service=gateway", await db.QueueAsync(Kind, "{}", caller, signal, cancel));
}

/// <summary>Goes through all that is sealed, some rows at a time; after a crash it finds again what is left to do.</summary>
internal sealed class ResealJob(ServiceDatabase database, AppKeys keys) : IJobHandler
{
    private const int Step = 500;

    private static readonly SealedTable[] Tables =
    [
        new("app_credentials", "id", "secret"),
        new("webhook_secrets", "id", "secret"),
        new("sessions", "identity_id", "provider_hint"),
        new("correction_requests", "id", "should_be", "evidence", "answer"),
    ];

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        var total = run.Done;
        foreach (var table in Tables)
        {
            await using var count = new NpgsqlCommand($"select count(*) from {table.Old}", connection);
            total += (long)(await count.With((int)keys.Current).ExecuteScalarAsync(cancel))!;
        }

        await run.SetTotalAsync(total, cancel);
        foreach (var table in Tables)
        {
            while (await StepAsync(run, connection, table, cancel) == Step)
            {
            }
        }
    }

    private async Task<int> StepAsync(JobRun run, NpgsqlConnection connection, SealedTable table, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await ReadAsync(connection, transaction, table, cancel);
        await using (var write = new NpgsqlBatch(connection, transaction))
        {
            foreach (var row in rows)
            {
                write.Add(table.Update, [row.Id, .. row.Boxes]);
            }

            if (rows.Count > 0)
            {
                await write.ExecuteNonQueryAsync(cancel);
            }
        }

        await run.CheckpointAsync(connection, run.Done + rows.Count, [], cancel);
        await transaction.CommitAsync(cancel);
        return rows.Count;
    }

    private async Task<List<(Guid Id, byte[]?[] Boxes)>> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, SealedTable table, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand($"select id, {table.Owner}, {string.Join(", ", table.Columns)} from {table.Old} order by id limit {Step} for update", connection, transaction);
        await using var reader = await read.With((int)keys.Current).ExecuteReaderAsync(cancel);
        var rows = new List<(Guid, byte[]?[])>(Step);
        while (await reader.ReadAsync(cancel))
        {
            var owner = reader.GetGuid(1);
            rows.Add((reader.GetGuid(0), [.. table.Columns.Select((_, index) => reader.IsDBNull(index + 2) ? null : keys.Renew(owner, reader.GetFieldValue<byte[]>(index + 2)))]));
        }

        return rows;
    }

    /// <param name="Owner">The column that says whose the secret is; where it is empty nobody can open it any more.</param>
    private sealed record SealedTable(string Name, string Owner, params string[] Columns)
    {
        public string Old { get; } = $"{Name} where {Owner} is not null and ({string.Join(" or ", Columns.Select(column => $"get_byte({column}, 0) <> $1"))})";

        public string Update { get; } = $"update {Name} set {string.Join(", ", Columns.Select((column, index) => $"{column} = ${index + 2}"))} where id = $1";
    }
}
