using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Auditing;

/// <summary>
/// Chains the audit log: each seal's hash covers the entry and the seal before it, so that a changed, removed or inserted entry
/// breaks every later link. Sealing runs a moment behind the log, so that no writer waits for another.
/// </summary>
public sealed class AuditChain(ServiceDatabase database)
{
    private const int EntriesPerTurn = 5000;

    // The text that is hashed: every column in a fixed order, as an array in which null differs from every text and no text can
    // reach over into its neighbour.
    private const string Canonical = """
        json_build_array(a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor_id, a.actor_name,
          a.post_id, a.level_code, a.action, a.object_type, a.object_id, a.fields, a.purpose, a.trace_id)::text
        """;

    // Ids are in the order of time; an entry commits at most minutes after it was made. What is older than this is not sealed any more.
    private const string SealedUpTo =
        "coalesce((select l.at - interval '1 hour' from audit_seals s join audit_log l on l.id = s.audit_id order by s.seq desc limit 1), '-infinity')";

    /// <summary>Seals what is not sealed yet and says how many entries that were.</summary>
    public async Task<int> SealAsync(CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = new NpgsqlCommand("select pg_advisory_xact_lock(7234003)", connection))
        {
            await alone.ExecuteNonQueryAsync(cancel);
        }

        var (seq, hash) = await LastAsync(connection, cancel);
        var entries = new List<(Guid Id, string Text)>();
        await using (var pending = new NpgsqlCommand($"""
            select a.id, {Canonical} from audit_log a
            where a.at > {SealedUpTo}
              and not exists (select 1 from audit_seals s where s.audit_id = a.id)
            order by a.id limit {EntriesPerTurn}
            """, connection))
        await using (var reader = await pending.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                entries.Add((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        if (entries.Count == 0)
        {
            // An idle turn is no rollback: those are counted, and mean trouble.
            await transaction.CommitAsync(cancel);
            return 0;
        }

        var first = seq + 1;
        var hashes = new byte[entries.Count][];
        for (var index = 0; index < entries.Count; index++)
        {
            hashes[index] = hash = Link(hash, ++seq, entries[index].Text);
        }

        // COPY is refused on a table with row security.
        await using (var insert = new NpgsqlCommand(
            "insert into audit_seals (seq, audit_id, hash) select $1 + n - 1, id, hash from unnest($2, $3) with ordinality as sealed (id, hash, n)", connection)
        {
            Parameters = { new() { Value = first }, new() { Value = entries.Select(entry => entry.Id).ToArray() }, new() { Value = hashes } },
        })
        {
            await insert.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return entries.Count;
    }

    /// <summary>Walks the whole chain and names the first broken link, or null when all hold.</summary>
    public async Task<(long Checked, string? Broken)> VerifyAsync(CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(
            $"select s.seq, s.hash, a.id is null, {Canonical} from audit_seals s left join audit_log a on a.id = s.audit_id order by s.seq", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        long seq = 0;
        var hash = Array.Empty<byte>();
        while (await reader.ReadAsync(cancel))
        {
            seq++;
            if (reader.GetInt64(0) != seq)
            {
                return (seq, $"seal {seq} is missing");
            }

            if (reader.GetBoolean(2))
            {
                return (seq, $"the entry of seal {seq} is missing");
            }

            hash = Link(hash, seq, reader.GetString(3));
            if (!hash.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(1)))
            {
                return (seq, $"seal {seq} does not fit its entry");
            }
        }

        await reader.DisposeAsync();
        await using var unsealed = new NpgsqlCommand(
            $"select a.id from audit_log a where a.at <= {SealedUpTo} and not exists (select 1 from audit_seals s where s.audit_id = a.id) order by a.id limit 1", connection);
        return (seq, await unsealed.ExecuteScalarAsync(cancel) is Guid id ? $"entry {id} has no seal" : null);
    }

    private static async Task<(long Seq, byte[] Hash)> LastAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select seq, hash from audit_seals order by seq desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, []);
    }

    private static byte[] Link(byte[] previous, long seq, string text) =>
        SHA256.HashData([.. previous, .. BitConverter.GetBytes(seq), .. Encoding.UTF8.GetBytes(text)]);
}

internal sealed class AuditSealer(AuditChain chain, ILogger<AuditSealer> log)
    : RepeatedWork(TimeSpan.FromSeconds(2), "The audit log could not be sealed", log)
{
    protected override async Task TurnAsync(CancellationToken cancel)
    {
        while (await chain.SealAsync(cancel) > 0)
        {
        }
    }
}
