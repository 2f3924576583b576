using System.Diagnostics;
using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Messaging;

internal sealed record OutboxRow(Guid Id, string Type, int Facts, string Body, string? TraceParent)
{
    /// <summary>Is it many facts, each with its id, or one, which has the row's?</summary>
    public bool IsArray => Body.StartsWith('[');
}

/// <summary>
/// Publishes what waits in the outbox and deletes it when the broker has confirmed. A crash between the two publishes again, and
/// the consumers' inbox knows the ids.
/// </summary>
internal sealed class OutboxRelay(
    ServiceDatabase database, IBus bus, MessagingExtensions.Catalogue catalogue, OutboxSignal signal, ILogger<OutboxRelay> log)
    : RepeatedWork(TimeSpan.FromSeconds(1), "The outbox could not be relayed", log)
{
    private const int FactsPerTurn = 2000;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(30);
    private static readonly Counter<long> Relayed = Telemetry.Telemetry.Meter.CreateCounter<long>("partycloud.outbox.relayed", "{fact}", "Facts that the broker has taken");

    // A turn lasts until something is away. That comes back, and the rows wait.
    protected override async Task TurnAsync(CancellationToken cancel)
    {
        while (true)
        {
            while (await RelayAsync(cancel) >= FactsPerTurn)
            {
            }

            await signal.WaitAsync(LookAgain, cancel);
        }
    }

    private async Task<int> RelayAsync(CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await TakeAsync(connection, cancel);
        if (rows.Count == 0)
        {
            // To let it go would be a rollback, four times a second; whoever watches the database takes those for trouble.
            await transaction.CommitAsync(cancel);
            return 0;
        }

        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(ConfirmWithin);
        await Task.WhenAll(Batches(rows).Select(batch => PublishAsync(batch, within.Token)));
        await transaction.CommitAsync(cancel);
        var facts = rows.Sum(row => row.Facts);
        Relayed.Add(facts);
        return facts;
    }

    private static async Task<List<OutboxRow>> TakeAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"""
            with taken as (
              delete from outbox where seq = any(array(
                select seq from (
                  select seq, facts, sum(facts) over (order by seq) as together
                  from (select seq, facts from outbox order by seq limit {FactsPerTurn} for update skip locked) free) counted
                where together - facts < {FactsPerTurn}))
              returning seq, id, type, facts, body, trace_parent)
            select id, type, facts, body, trace_parent from taken order by seq
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        return rows;
    }

    // Neighbours of one kind travel together and in their order; messages may overtake each other, as the consumers' versions allow.
    private static IEnumerable<IReadOnlyList<OutboxRow>> Batches(List<OutboxRow> rows)
    {
        for (var start = 0; start < rows.Count;)
        {
            var (end, facts) = (start + 1, rows[start].Facts);
            while (end < rows.Count && facts + rows[end].Facts <= OutboxMessage.FactsTogether && rows[end].Type == rows[start].Type)
            {
                facts += rows[end++].Facts;
            }

            yield return rows[start..end];
            start = end;
        }
    }

    private async Task PublishAsync(IReadOnlyList<OutboxRow> batch, CancellationToken cancel)
    {
        var fact = catalogue.Find(batch[0].Type)
            ?? throw new InvalidOperationException($"The outbox holds {batch[0].Type}, which this service does not publish.");
        // The message continues the trace of the request that made its first fact.
        using var activity = batch[0].TraceParent is { } parent && ActivityContext.TryParse(parent, null, out var context)
            ? Telemetry.Telemetry.Source.StartActivity("outbox relay", ActivityKind.Internal, context)
            : null;
        await fact.Publish(bus, batch, cancel);
    }
}
