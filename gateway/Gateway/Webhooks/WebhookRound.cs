using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>
/// One turn of an endpoint: its feed is read, and what may go is sent, until nothing more may. Of each object's messages the first that waits goes alone, and those of
/// other objects pass it by; so an object's messages arrive in their order, unless one was given up.
/// </summary>
internal sealed class WebhookRound(
    AppCache apps, WebhookFeeder feeder, WebhookSender sender, AppKeys keys, SystemDb<GatewayDb> databases, Installation installation, IOptions<WebhookSettings> options,
    TimeProvider clock, ILogger<WebhookRound> log)
{
    private WebhookSettings Settings => options.Value;

    public async Task RunAsync(WebhookLease lease, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, stopping);
        if (await lease.ReadAsync(CancellationToken.None) is not { } begun || await apps.FindAsync(begun.AppId, CancellationToken.None) is not { IsSuspended: false } app
            || app.Environment != installation.Environment)
        {
            return;
        }

        var (fedAt, feeding) = (Stopwatch.GetTimestamp(), FeedAsync(lease, app, either.Token));
        var flying = new Dictionary<Task<Attempt>, Guid>();
        try
        {
            while (true)
            {
                if (feeding.IsCompleted && flying.Count > 0 && Stopwatch.GetElapsedTime(fedAt) > Settings.Poll)
                {
                    (fedAt, feeding) = (Stopwatch.GetTimestamp(), FeedAsync(lease, app, either.Token));
                }

                // Before the look, so that what it has written by then is seen.
                var fed = feeding.IsCompleted;
                if (flying.Count < Settings.AtOnce)
                {
                    await SendAsync(lease, flying, either.Token);
                }

                if (fed && flying.Count == 0)
                {
                    return;
                }

                await Task.WhenAny(fed ? flying.Keys : flying.Keys.Append(feeding));
                var done = flying.Keys.Where(sent => sent.IsCompleted).ToList();
                if (done.Count > 0)
                {
                    await RecordAsync(lease, await Task.WhenAll(done));
                    done.ForEach(sent => flying.Remove(sent));
                }
            }
        }
        finally
        {
            // Nothing goes on under a lease that is let go.
            await either.CancelAsync();
            await Task.WhenAll(flying.Keys.Append(feeding)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FeedAsync(WebhookLease lease, LiveApp app, CancellationToken cancel)
    {
        try
        {
            await feeder.FeedAsync(lease, app, cancel);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.LogWarning(exception, "The feed of webhook {Endpoint} could not be read; it is tried again", lease.Endpoint);
        }
        catch (OperationCanceledException)
        {
            // The turn is over.
        }
    }

    private async Task SendAsync(WebhookLease lease, Dictionary<Task<Attempt>, Guid> flying, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (cancel.IsCancellationRequested || await lease.ReadAsync(CancellationToken.None) is not { PausedAt: null } endpoint || endpoint.RestingUntil > now || (endpoint.OpenedAt is not null && flying.Count > 0))
        {
            return;
        }

        await using var db = databases.Create();
        var next = endpoint.OpenedAt is null
            ? await FirstOfEachObject(db, endpoint.Id).Where(m => m.NextAt <= now && !flying.Values.Contains(m.Id)).OrderBy(m => m.Seq).Take(Settings.AtOnce - flying.Count).ToListAsync(CancellationToken.None)
            // A message that will never be taken must not keep a receiver shut that takes all others.
            : await FirstOfEachObject(db, endpoint.Id).OrderBy(m => m.Attempts).ThenBy(m => m.Seq).Take(1).ToListAsync(CancellationToken.None);
        if (next.Count == 0 || cancel.IsCancellationRequested)
        {
            return;
        }

        var secrets = (await db.WebhookSecrets.AsNoTracking().Where(s => s.EndpointId == endpoint.Id).OrderByDescending(s => s.Id).ToListAsync(CancellationToken.None))
            .Where(secret => secret.IsValid(now)).Select(secret => secret.Open(keys)).ToList();
        foreach (var message in next)
        {
            flying.Add(TryAsync(endpoint, message, secrets, lease.Lost), message.Id);
        }
    }

    // Those that wait and have none that waits before them.
    private static IQueryable<WebhookMessage> FirstOfEachObject(GatewayDb db, Guid endpoint) => db.WebhookMessages.AsNoTracking().Where(m =>
        m.EndpointId == endpoint && m.State == WebhookMessageState.Waiting
        && !db.WebhookMessages.Any(before => before.EndpointId == endpoint && before.ObjectId == m.ObjectId && before.State == WebhookMessageState.Waiting && before.Seq < m.Seq));

    private async Task<Attempt> TryAsync(WebhookEndpoint endpoint, WebhookMessage message, IReadOnlyList<byte[]> secrets, CancellationToken lost) =>
        new(message.Id, endpoint.OpenedAt is not null, await sender.SendAsync(endpoint.Url, secrets, message.Id, message.Body, lost));

    private async Task RecordAsync(WebhookLease lease, Attempt[] attempts)
    {
        var now = clock.GetUtcNow();
        List<(WebhookOutcome, WebhookMessageState)> told = [];
        var recorded = await lease.ChangeAsync(async (db, endpoint) =>
        {
            var ids = attempts.Select(attempt => attempt.Message).ToList();
            var messages = await db.WebhookMessages.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id);
            var (wasOpen, wasActive) = (endpoint.OpenedAt is not null, endpoint.PausedAt is null);
            foreach (var attempt in attempts)
            {
                var message = messages[attempt.Message];
                if (attempt.Outcome.IsDelivered)
                {
                    message.Delivered(attempt.Outcome, now);
                    endpoint.Succeeded(now);
                }
                else
                {
                    message.Failed(attempt.Outcome, Random.Shared.NextDouble(), Settings, now);
                    endpoint.Failed(attempt.Outcome, attempt.IsProbe, Settings, now);
                }

                told.Add((attempt.Outcome, message.State));
            }

            if (!wasOpen && endpoint.OpenedAt is not null)
            {
                log.LogWarning("Webhook {Endpoint} has failed {Failures} times, last by {Problem} {Status}: probes alone are sent now", endpoint.Id, endpoint.Failures, endpoint.LastProblem, endpoint.LastStatus);
            }

            if (wasOpen && endpoint.OpenedAt is null)
            {
                await db.WebhookMessages.Where(m => m.EndpointId == endpoint.Id && m.State == WebhookMessageState.Waiting && m.NextAt > now)
                    .ExecuteUpdateAsync(update => update.SetProperty(m => m.NextAt, now));
            }

            if (wasActive && endpoint.PausedAt is not null)
            {
                db.Record(Caller.System, "webhook.paused", "webhook", endpoint.Id, null, endpoint.PausedReason);
            }
        });
        if (recorded is not null)
        {
            told.ForEach(one => WebhookMeasures.Attempted(one.Item1, one.Item2));
        }
    }

    private sealed record Attempt(Guid Message, bool IsProbe, WebhookOutcome Outcome);
}
