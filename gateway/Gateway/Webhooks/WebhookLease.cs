using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>
/// One replica's hold on an endpoint, so that one alone feeds and sends. It is renewed as long as the replica lives, and what is written under it is written only
/// while it holds: who stood still for so long that another took over leaves no trace.
/// </summary>
internal sealed class WebhookLease(Guid endpoint, Guid lease, TimeSpan length, ServiceDatabase database, SystemDb<GatewayDb> databases, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource lost = new();
    private Task renewing = Task.CompletedTask;

    public Guid Endpoint => endpoint;

    /// <summary>Another has it.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes endpoints whose turn has come and that nobody holds.</summary>
    public static async Task<List<WebhookLease>> TakeAsync(
        int most, TimeSpan length, ServiceDatabase database, SystemDb<GatewayDb> databases, ILogger log, CancellationToken cancel)
    {
        var lease = Guid.CreateVersion7();
        await using var take = database.System.CreateCommand("""
            update webhook_endpoints set lease = $1, lease_until = now() + $2
            where id in (
              select id from webhook_endpoints where paused_at is null and due_at <= now() and (lease_until is null or lease_until < now())
              order by due_at limit $3 for update skip locked)
            returning id
            """).With(lease, length, most);
        await using var reader = await take.ExecuteReaderAsync(cancel);
        var taken = new List<WebhookLease>();
        while (await reader.ReadAsync(cancel))
        {
            taken.Add(new(reader.GetGuid(0), lease, length, database, databases, log));
        }

        return taken;
    }

    public void Begin() => renewing = RenewAsync();

    /// <returns>The endpoint as it is; null when it is not ours any more.</returns>
    public async Task<WebhookEndpoint?> ReadAsync(CancellationToken cancel)
    {
        await using var db = databases.Create();
        return (await db.WebhookEndpoints.FromSql($"select * from webhook_endpoints where id = {endpoint} and lease = {lease}").AsNoTracking().ToListAsync(cancel)).SingleOrDefault();
    }

    /// <summary>Changes the endpoint and its messages in one transaction, alone.</summary>
    /// <returns>The endpoint as it became; null when it is not ours any more, and nothing was changed.</returns>
    public async Task<WebhookEndpoint?> ChangeAsync(Func<GatewayDb, WebhookEndpoint, Task> change)
    {
        await using var db = databases.Create();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if ((await db.WebhookEndpoints.FromSql($"select * from webhook_endpoints where id = {endpoint} and lease = {lease} for update").ToListAsync()) is not [var held])
        {
            await lost.CancelAsync();
            return null;
        }

        await change(db, held);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return held;
    }

    public Task<WebhookEndpoint?> ChangeAsync(Action<GatewayDb, WebhookEndpoint> change) => ChangeAsync((db, held) =>
    {
        change(db, held);
        return Task.CompletedTask;
    });

    /// <summary>Lets the endpoint go until its next turn.</summary>
    public async Task ReleaseAsync(TimeSpan next)
    {
        await using var release = database.System.CreateCommand(
            "update webhook_endpoints set lease = null, lease_until = null, due_at = now() + $3 where id = $1 and lease = $2");
        await release.With(endpoint, lease, next).ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await lost.CancelAsync();
        await renewing;
        lost.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!lost.IsCancellationRequested)
        {
            await Task.Delay(length / 5, lost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lost.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await using var renew = database.System.CreateCommand("update webhook_endpoints set lease_until = now() + $3 where id = $1 and lease = $2");
                if (await renew.With(endpoint, lease, length).ExecuteNonQueryAsync() == 0)
                {
                    await lost.CancelAsync();
                }
            }
            catch (Npgsql.NpgsqlException exception)
            {
                log.LogWarning(exception, "The lease of webhook {Endpoint} could not be renewed", endpoint);
            }
        }
    }
}
