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
    /// <summary>So many messages are looked up, and so many deliveries written down, with one statement.</summary>
    private const int Together = 64;

    // What was looked up a while ago is looked up again, as somebody may have paused the endpoint since.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // Deliveries that a killed replica had not written down are sent again by the next one.
    private static readonly TimeSpan Unwritten = TimeSpan.FromMilliseconds(200);

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
        var turn = new Turn();
        try
        {
            while (true)
            {
                if (feeding.IsCompleted && turn.Flying.Count > 0 && Stopwatch.GetElapsedTime(fedAt) > Settings.Poll)
                {
                    (fedAt, feeding) = (Stopwatch.GetTimestamp(), FeedAsync(lease, app, either.Token));
                }

                // Before the look, so that what it has written by then is seen.
                var fed = feeding.IsCompleted;
                await SendAsync(lease, turn, either.Token);
                if (fed && turn.Flying.Count == 0)
                {
                    await RecordAsync(lease, turn);
                    return;
                }

                IEnumerable<Task> next = fed ? turn.Flying.Keys : turn.Flying.Keys.Append(feeding);
                await Task.WhenAny(turn.Landed.Count > 0 ? next.Append(Task.Delay(Unwritten, either.Token)) : next);
                foreach (var landed in turn.Flying.Keys.Where(sent => sent.IsCompleted).ToList())
                {
                    turn.Flying.Remove(landed);
                    turn.Landed.Add(await landed);
                }

                await RecordAsync(lease, turn);
            }
        }
        finally
        {
            // Nothing goes on under a lease that is let go.
            await either.CancelAsync();
            await Task.WhenAll(turn.Flying.Keys.Append(feeding)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private async Task SendAsync(WebhookLease lease, Turn turn, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            turn.Ready.Clear();
            return;
        }

        if (turn.Flying.Count < Settings.AtOnce && (turn.Ready.Count == 0 || Stopwatch.GetElapsedTime(turn.LookedAt) > Fresh))
        {
            await LookAsync(lease, turn);
        }

        while (turn.Flying.Count < Settings.AtOnce && turn.Ready.TryDequeue(out var message))
        {
            turn.Flying.Add(TryAsync(turn.Endpoint!, message, turn.Secrets, lease.Lost), message.Id);
        }
    }

    private async Task LookAsync(WebhookLease lease, Turn turn)
    {
        var now = clock.GetUtcNow();
        turn.Ready.Clear();
        if (await lease.ReadAsync(CancellationToken.None) is not { PausedAt: null } endpoint || endpoint.RestingUntil > now
            || (endpoint.OpenedAt is not null && turn.Flying.Count > 0))
        {
            return;
        }

        await using var db = databases.Create();
        var taken = turn.Flying.Values.Concat(turn.Landed.Select(attempt => attempt.Message)).ToList();
        var next = endpoint.OpenedAt is null
            ? await FirstOfEachObject(db, endpoint.Id).Where(m => m.NextAt <= now && !taken.Contains(m.Id)).OrderBy(m => m.Seq).Take(Together).ToListAsync(CancellationToken.None)
            // A message that will never be taken must not keep a receiver shut that takes all others.
            : await FirstOfEachObject(db, endpoint.Id).OrderBy(m => m.Attempts).ThenBy(m => m.Seq).Take(1).ToListAsync(CancellationToken.None);
        if (next.Count == 0)
        {
            return;
        }

        turn.Endpoint = endpoint;
        turn.Secrets = (await db.WebhookSecrets.AsNoTracking().Where(s => s.EndpointId == endpoint.Id).OrderByDescending(s => s.Id).ToListAsync(CancellationToken.None))
            .Where(secret => secret.IsValid(now)).Select(secret => secret.Open(keys)).ToList();
        next.ForEach(turn.Ready.Enqueue);
        turn.LookedAt = Stopwatch.GetTimestamp();
    }

    // Those that wait and have none that waits before them.
    private static IQueryable<WebhookMessage> FirstOfEachObject(GatewayDb db, Guid endpoint) => db.WebhookMessages.AsNoTracking().Where(m =>
        m.EndpointId == endpoint && m.State == WebhookMessageState.Waiting
        && !db.WebhookMessages.Any(before => before.EndpointId == endpoint && before.ObjectId == m.ObjectId && before.State == WebhookMessageState.Waiting && before.Seq < m.Seq));

    private async Task<Attempt> TryAsync(WebhookEndpoint endpoint, WebhookMessage message, IReadOnlyList<byte[]> secrets, CancellationToken lost) =>
        new(message.Id, endpoint.OpenedAt is not null, await sender.SendAsync(endpoint.Url, secrets, message.Id, message.Body, lost));

    /// <summary>
    /// Writes down what came of attempts: many deliveries together while more is there to send, whose objects must not wait for it; a failure at once, as it may stop
    /// what would come next.
    /// </summary>
    private async Task RecordAsync(WebhookLease lease, Turn turn)
    {
        var failed = turn.Landed.Exists(attempt => !attempt.Outcome.IsDelivered);
        if (turn.Landed.Count == 0
            || (!failed && turn.Landed.Count < Together && turn.Ready.Count > 0 && Stopwatch.GetElapsedTime(turn.RecordedAt) < Unwritten))
        {
            return;
        }

        var attempts = turn.Landed.ToList();
        turn.Landed.Clear();
        turn.RecordedAt = Stopwatch.GetTimestamp();
        if (failed)
        {
            turn.Ready.Clear();
        }

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

    /// <summary>What is under way in a turn.</summary>
    private sealed class Turn
    {
        /// <summary>Those that may go, in their order.</summary>
        public Queue<WebhookMessage> Ready { get; } = [];

        public Dictionary<Task<Attempt>, Guid> Flying { get; } = [];

        /// <summary>Attempts that are not written down yet.</summary>
        public List<Attempt> Landed { get; } = [];

        public WebhookEndpoint? Endpoint { get; set; }

        public IReadOnlyList<byte[]> Secrets { get; set; } = [];

        public long LookedAt { get; set; }

        public long RecordedAt { get; set; } = Stopwatch.GetTimestamp();
    }

    private sealed record Attempt(Guid Message, bool IsProbe, WebhookOutcome Outcome);
}
