using MassTransit;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>Writes all that a service owns to its outbox once more, so that replicas can be filled or mended.</summary>
internal sealed class Republisher(ServiceDatabase database, MessagingExtensions.Catalogue catalogue, OutboxSignal signal)
{
    /// <param name="type">One kind of fact, or null for all.</param>
    /// <returns>How many facts were written.</returns>
    public async Task<int> RepublishAsync(string? type, CancellationToken cancel)
    {
        var count = 0;
        foreach (var fact in catalogue.Published.Where(fact => fact.Republish is not null && (type is null || fact.Type == type)))
        {
            await using var command = database.System.CreateCommand(fact.Republish!);
            count += await command.ExecuteNonQueryAsync(cancel);
        }

        signal.Wake();
        return count;
    }
}

internal sealed class RepublishConsumer(Republisher republisher) : IConsumer<RepublishRequested>
{
    public Task Consume(ConsumeContext<RepublishRequested> context) =>
        republisher.RepublishAsync(context.Message.Type, context.CancellationToken);
}

/// <summary>
/// After a restore or a failover the database is an earlier one than it was: what had been told to others and not taken in by them is in no outbox any more. So
/// the owner tells everything once more; who knows it already leaves it.
/// </summary>
internal sealed class TellAgainAfterRestore(ServiceDatabase database, Republisher republisher, ILogger<TellAgainAfterRestore> log)
    : RepeatedWork(LookAgain, "Whether the database was restored is not known", log)
{
    // A failover does not start the service anew.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(20);

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        await using var look = database.System.CreateCommand($"select known_history, {ChangeFeed.History} from change_head");
        string? known;
        string now;
        await using (var reader = await look.ExecuteReaderAsync(cancel))
        {
            await reader.ReadAsync(cancel);
            (known, now) = (reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1));
        }

        if (known == now)
        {
            return;
        }

        if (known is not null)
        {
            log.LogWarning("The database is another than it was ({Known}, now {Now}): {Facts} facts are told once more", known, now, await republisher.RepublishAsync(null, cancel));
        }

        // Last, so that a crash before it tells once too often and not once too little.
        await using var remember = database.System.CreateCommand("update change_head set known_history = $1");
        await remember.With(now).ExecuteNonQueryAsync(cancel);
    }
}

/// <summary>
/// A consumer that listens for the first time asks the owner for all it has: what was published before its queue existed is not lost
/// to it, in whichever order the services first start.
/// </summary>
internal sealed class Subscriptions(
    ServiceDatabase database, IBusControl bus, MessagingExtensions.Catalogue catalogue, ILogger<Subscriptions> log)
    : RepeatedWork(TimeSpan.FromSeconds(2), "Nobody could be asked for what was told before this service listened", log)
{
    private bool _asked;

    protected override bool IsDone => _asked;

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, cancel);
        foreach (var (queue, type) in catalogue.Consumed)
        {
            await AskOnceAsync(queue, type, cancel);
        }

        _asked = true;
    }

    private async Task AskOnceAsync(string queue, string type, CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var first = new NpgsqlCommand("insert into subscriptions (consumer) values ($1) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = queue } },
        };
        if (await first.ExecuteNonQueryAsync(cancel) > 0)
        {
            await bus.Publish(new RepublishRequested(type), cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}
