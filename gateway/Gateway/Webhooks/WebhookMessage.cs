using PartyCloud.ServiceDefaults;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>What became of a message (消息状态).</summary>
public enum WebhookMessageState
{
    /// <summary>It has not been sent yet, or is to be sent again.</summary>
    Waiting,

    Delivered,

    /// <summary>It was given up (死信) and can be sent again on request.</summary>
    Dead,
}

/// <summary>
/// One thing that an endpoint is told. Its id and its body stay the same however often it is sent, so that a receiver who has seen it knows.
/// </summary>
internal sealed class WebhookMessage
{
    private WebhookMessage()
    {
    }

    public Guid Id { get; private set; }

    public Guid EndpointId { get; private set; }

    /// <summary>In the order of the feed.</summary>
    public long Seq { get; private set; }

    public string Type { get; private set; } = "";

    /// <summary>Of one object's messages each waits for the one before it. Those that are about none are about the endpoint.</summary>
    public Guid ObjectId { get; private set; }

    public int? Version { get; private set; }

    public string Body { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public WebhookMessageState State { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? FirstTriedAt { get; private set; }

    public DateTimeOffset NextAt { get; private set; }

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public int? LastStatus { get; private set; }

    public string? LastProblem { get; private set; }

    public static WebhookMessage Of(WebhookEndpoint endpoint, long seq, WebhookPayload payload, Guid objectId, DateTimeOffset now) => new()
    {
        Id = payload.Id,
        EndpointId = endpoint.Id,
        Seq = seq,
        Type = payload.Type,
        ObjectId = objectId,
        Version = payload.Version,
        Body = payload.ToJson(),
        CreatedAt = now,
        NextAt = now,
    };

    public void Delivered(WebhookOutcome outcome, DateTimeOffset now)
    {
        Tried(outcome, now);
        (State, EndedAt) = (WebhookMessageState.Delivered, now);
    }

    /// <summary>The receiver is told to take a snapshot, which says all that this would have said, and perhaps has said.</summary>
    public void Superseded(DateTimeOffset now) => (State, EndedAt, LastProblem) = (WebhookMessageState.Dead, now, WebhookTypes.Resync);

    /// <summary>Comes again after a random part of a time that doubles (full jitter), for the last time a day after its first attempt; then it is dead.</summary>
    /// <param name="random">From 0 to 1.</param>
    public void Failed(WebhookOutcome outcome, double random, WebhookSettings settings, DateTimeOffset now)
    {
        Tried(outcome, now);
        var last = FirstTriedAt!.Value + settings.GiveUpAfter;
        if (now >= last)
        {
            (State, EndedAt) = (WebhookMessageState.Dead, now);
            return;
        }

        var ceiling = Math.Min(settings.BackOff.Ticks * Math.Pow(2, Attempts - 1), settings.LongestBackOff.Ticks);
        var wait = TimeSpan.FromTicks((long)(random * ceiling));
        var next = now + (outcome.RetryAfter > wait ? outcome.RetryAfter.Value : wait);
        NextAt = next < last ? next : last;
    }

    /// <summary>Sent again as if for the first time, under its id, and in its old place in the order.</summary>
    public void Replay(DateTimeOffset now)
    {
        Rule.Require(State is not WebhookMessageState.Waiting, "webhook.message-waiting");
        (State, Attempts, FirstTriedAt, NextAt, EndedAt) = (WebhookMessageState.Waiting, 0, null, now, null);
    }

    private void Tried(WebhookOutcome outcome, DateTimeOffset now)
    {
        Attempts++;
        FirstTriedAt ??= now;
        (LastStatus, LastProblem) = (outcome.Status, outcome.Problem);
    }
}
