using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>
/// Takes a batch in: what the inbox does not know yet is handed to the handler, in one transaction with the inbox rows. It runs at
/// least once and acts once.
/// </summary>
internal sealed class BatchConsumer<TDb, T, THandler>(IServiceScopeFactory scopes) : IConsumer<EventBatch<T>>
    where TDb : ServiceDb
    where T : class
    where THandler : class, IEventHandler<TDb, T>
{
    private static readonly string Consumer = typeof(THandler).Name;

    public async Task Consume(ConsumeContext<EventBatch<T>> context)
    {
        var cancel = context.CancellationToken;
        await using var scope = scopes.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<SystemDb<TDb>>().Create();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ids = context.Message.Events.Select(fact => fact.Id).ToArray();
        var fresh = await db.Database.SqlQueryRaw<Guid>(
            "insert into inbox (event_id, consumer) select id, @consumer from unnest(@ids) id on conflict do nothing returning event_id as \"Value\"",
            new NpgsqlParameter<string>("consumer", Consumer), new NpgsqlParameter<Guid[]>("ids", ids)).ToListAsync(cancel);
        if (fresh.Count > 0)
        {
            var known = fresh.ToHashSet();
            await scope.ServiceProvider.GetRequiredService<THandler>()
                .HandleAsync([.. context.Message.Events.Where(fact => known.Contains(fact.Id)).Select(fact => fact.Body)], db, cancel);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        db.Context.Outbox.Wake();
    }
}
