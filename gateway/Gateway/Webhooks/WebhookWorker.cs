using System.Diagnostics;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>Gives each endpoint its turns, on whichever replica of the gateway has room; and clears away what has been kept long enough.</summary>
internal sealed class WebhookWorker(
    WebhookRound round, ServiceDatabase database, SystemDb<GatewayDb> databases, IOptions<WebhookSettings> options, TimeProvider clock, ILogger<WebhookWorker> log)
    : RepeatedWork(options.Value.Poll / 2, "Webhooks cannot be sent for now", log)
{
    private static readonly TimeSpan BetweenClearings = TimeSpan.FromSeconds(15);

    private readonly List<Task> running = [];
    private long? _cleared;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        // What is under way to a receiver is waited for, so that it need not be sent again.
        await Task.WhenAll(running);
    }

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        running.RemoveAll(turn => turn.IsCompleted);
        if (options.Value.EndpointsAtOnce - running.Count is > 0 and var room)
        {
            var taken = await WebhookLease.TakeAsync(room, options.Value.Lease, database, databases, log, cancel);
            running.AddRange(taken.Select(lease => ServeAsync(lease, cancel)));
        }

        if (_cleared is null || Stopwatch.GetElapsedTime(_cleared.Value) > BetweenClearings)
        {
            _cleared = Stopwatch.GetTimestamp();
            await ClearAsync(cancel);
        }
    }

    private async Task ServeAsync(WebhookLease lease, CancellationToken stopping)
    {
        await using (lease)
        {
            try
            {
                lease.Begin();
                await round.RunAsync(lease, stopping);
                await lease.ReleaseAsync(options.Value.Poll);
            }
            catch (Exception exception)
            {
                // Of one endpoint, and not of the others. Another turn comes when the lease has run out.
                log.LogWarning(exception, "The turn of webhook {Endpoint} was broken off", lease.Endpoint);
            }
        }
    }

    private async Task ClearAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.System.CreateBatch()
            .Add("delete from webhook_messages where state = 'delivered' and ended_at < $1", now - options.Value.DeliveredKept)
            .Add("delete from webhook_messages where state = 'dead' and ended_at < $1", now - options.Value.DeadKept)
            .Add("delete from webhook_secrets where expires_at < $1", now - options.Value.DeadKept);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
