using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>Where an app is told of changes (回调地址), how far it was told, and how it went of late.</summary>
internal sealed class WebhookEndpoint : IVersioned
{
    public const int MostPerApp = 10;

    /// <summary>The receiver answered 410: it wants no more.</summary>
    public const string Gone = "gone";

    private WebhookEndpoint()
    {
    }

    public Guid Id { get; private set; }

    public Guid AppId { get; private set; }

    public string Url { get; private set; } = "";

    /// <summary>Some of <see cref="WebhookTypes.All"/>.</summary>
    public string[] Types { get; private set; } = [];

    /// <summary>The subtree that is told of; null for all that the app may read.</summary>
    public Guid? OrganizationId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset? PausedAt { get; private set; }

    public string? PausedReason { get; private set; }

    /// <summary>Of the feed, up to which there are messages; null before the first look.</summary>
    public string? Cursor { get; private set; }

    /// <summary>What changes from then on is told; null until each feed has been looked at.</summary>
    public DateTimeOffset? BegunAt { get; private set; }

    /// <summary>Why the feed cannot be read for now.</summary>
    public string? FeedProblem { get; private set; }

    /// <summary>The number of the last message.</summary>
    public long Written { get; private set; }

    /// <summary>One after another, without a success between them.</summary>
    public int Failures { get; private set; }

    /// <summary>Since when the circuit breaker is open: nothing is sent but a probe now and then.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    public int Probes { get; private set; }

    /// <summary>Before that nothing is sent: the next probe, or what the receiver asked for.</summary>
    public DateTimeOffset? RestingUntil { get; private set; }

    public DateTimeOffset? LastSuccessAt { get; private set; }

    public DateTimeOffset? LastFailureAt { get; private set; }

    public string? LastProblem { get; private set; }

    public int? LastStatus { get; private set; }

    public int Version { get; private set; }

    public static WebhookEndpoint Add(Guid appId, string url, string[] types, Guid? organizationId, Guid createdBy, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        AppId = appId,
        Url = url,
        Types = types,
        OrganizationId = organizationId,
        CreatedAt = now,
        CreatedBy = createdBy,
        Version = 1,
    };

    /// <summary>The feed's own place is left to who reads it: what is not told of any more falls out of it at the next turn, and begins anew when it is asked for again.</summary>
    public void Change(string? url, string[]? types, Guid? organizationId, bool wholeScope)
    {
        if (url is not null && url != Url)
        {
            // What went wrong at the old address says nothing of the new one.
            Close();
        }

        if (types is not null && !WebhookTypes.FeedsOf(types).SequenceEqual(WebhookTypes.FeedsOf(Types)))
        {
            BegunAt = null;
        }

        (Url, Types, OrganizationId) = (url ?? Url, types ?? Types, wholeScope ? null : organizationId ?? OrganizationId);
        Version++;
    }

    public void Pause(string reason, DateTimeOffset now)
    {
        Rule.Require(PausedAt is null, "webhook.already-paused");
        (PausedAt, PausedReason) = (now, reason);
        Version++;
    }

    /// <summary>Goes on where it stopped, and at once: who resumes it has seen to the receiver.</summary>
    public void Resume()
    {
        Rule.Require(PausedAt is not null, "webhook.not-paused");
        (PausedAt, PausedReason) = (null, null);
        Close();
        Version++;
    }

    /// <summary>Adds a secret to the one in use; the older signs along until it ends, so that the receiver can change over.</summary>
    public void Rotate(IReadOnlyCollection<WebhookSecret> others, DateTimeOffset olderEndsAt, DateTimeOffset now)
    {
        foreach (var other in others)
        {
            other.EndBy(olderEndsAt);
        }

        Rule.Require(others.Count(other => other.IsValid(now)) < WebhookSecret.MostAtOnce, "webhook.secrets-full");
        Version++;
    }

    /// <summary>The feed was told up to here.</summary>
    public void Fed(string cursor, int messages, string? problem, DateTimeOffset now)
    {
        (Cursor, FeedProblem) = (cursor, problem);
        if (problem is null)
        {
            BegunAt ??= now;
        }

        Written += messages;
    }

    public void CannotFeed(string problem) => FeedProblem = problem;

    public void Succeeded(DateTimeOffset now)
    {
        LastSuccessAt = now;
        Close();
    }

    /// <summary>Counts a failure: some of them open the breaker, a receiver's word lets it rest, and who is gone is left alone.</summary>
    /// <param name="isProbe">Sent while the breaker was open.</param>
    public void Failed(WebhookOutcome outcome, bool isProbe, WebhookSettings settings, DateTimeOffset now)
    {
        (LastFailureAt, LastProblem, LastStatus) = (now, outcome.Problem, outcome.Status);
        if (outcome.Status == StatusCodes.Status410Gone && PausedAt is null)
        {
            Pause(Gone, now);
        }

        if (outcome.RetryAfter is { } wait)
        {
            Rest(now + wait);
        }

        // Who asks for fewer calls is there.
        if (outcome.Status == StatusCodes.Status429TooManyRequests && OpenedAt is null)
        {
            return;
        }

        Failures++;
        if (isProbe)
        {
            Probes++;
        }

        if (OpenedAt is null && Failures >= settings.FailuresToOpen)
        {
            OpenedAt = now;
        }

        if (OpenedAt is not null)
        {
            Rest(now + TimeSpan.FromTicks((long)Math.Min(settings.Probe.Ticks * Math.Pow(2, Probes), settings.LongestProbe.Ticks)));
        }
    }

    private void Rest(DateTimeOffset until) => RestingUntil = RestingUntil > until ? RestingUntil : until;

    private void Close() => (Failures, OpenedAt, Probes, RestingUntil) = (0, null, 0, null);
}
