using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>Whether anything is sent at all (状态).</summary>
public enum WebhookState
{
    Active,

    /// <summary>By an administrator, or because the receiver answered 410.</summary>
    Paused,
}

/// <summary>The circuit breaker (熔断): open after too many failures one after another; then nothing is sent but a probe now and then.</summary>
public enum WebhookBreaker
{
    Closed,
    Open,
}

/// <summary>What went wrong.</summary>
/// <param name="Status">What the receiver answered, where it did.</param>
public sealed record WebhookProblem(string Code, string Text, int? Status)
{
    internal static WebhookProblem? Of(string? code, int? status, CultureInfo culture) =>
        code is null ? null : new(code, Texts.Of(code, culture, status ?? 0), status);
}

/// <summary>A secret of a webhook, without what makes it one.</summary>
/// <param name="ExpiresAt">Null for the newest, which ends with its successor.</param>
public sealed record WebhookSecretItem(Guid Id, bool Valid, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Where an app is told of changes (回调地址).</summary>
/// <param name="OrganizationId">The subtree that is told of; null for all that the app may read.</param>
/// <param name="RestingUntil">Before that nothing is sent: the next probe of an open breaker, or what the receiver asked for.</param>
/// <param name="Failures">One after another, up to now.</param>
/// <param name="BegunAt">What changes from then on is told; null until the feed was looked at for the first time.</param>
/// <param name="FeedProblem">Why the feed cannot be read for now; what is missed meanwhile is told later.</param>
/// <param name="Waiting">Messages that wait to be sent, or sent again.</param>
/// <param name="Dead">Messages that were given up and are still kept.</param>
public sealed record WebhookResponse(
    Guid Id, Guid AppId, string Url, IReadOnlyList<string> Types, Guid? OrganizationId, string? OrganizationName, WebhookState State, DateTimeOffset? PausedAt, string? PausedReason,
    WebhookBreaker Breaker, DateTimeOffset? OpenedAt, DateTimeOffset? RestingUntil, int Failures, DateTimeOffset? BegunAt, WebhookProblem? FeedProblem,
    DateTimeOffset? LastSuccessAt, DateTimeOffset? LastFailureAt, WebhookProblem? LastProblem, int Waiting, int Dead, IReadOnlyList<WebhookSecretItem> Secrets,
    DateTimeOffset CreatedAt, int Version)
{
    internal static async Task<WebhookResponse> OfAsync(GatewayDb db, WebhookEndpoint endpoint, DateTimeOffset now, CultureInfo culture, CancellationToken cancel)
    {
        var name = endpoint.OrganizationId is null ? null : await db.Organizations.Where(o => o.Id == endpoint.OrganizationId).Select(o => o.Name).FirstOrDefaultAsync(cancel);
        var secrets = await db.WebhookSecrets.AsNoTracking().Where(s => s.EndpointId == endpoint.Id).OrderBy(s => s.Id).ToListAsync(cancel);
        var waiting = await db.WebhookMessages.CountAsync(m => m.EndpointId == endpoint.Id && m.State == WebhookMessageState.Waiting, cancel);
        var dead = await db.WebhookMessages.CountAsync(m => m.EndpointId == endpoint.Id && m.State == WebhookMessageState.Dead, cancel);
        return new(
            endpoint.Id, endpoint.AppId, endpoint.Url, endpoint.Types, endpoint.OrganizationId, name, endpoint.PausedAt is null ? WebhookState.Active : WebhookState.Paused, endpoint.PausedAt,
            endpoint.PausedReason == WebhookEndpoint.Gone ? Texts.Of("webhook.paused-gone", culture) : endpoint.PausedReason,
            endpoint.OpenedAt is null ? WebhookBreaker.Closed : WebhookBreaker.Open, endpoint.OpenedAt, endpoint.RestingUntil > now ? endpoint.RestingUntil : null, endpoint.Failures,
            endpoint.BegunAt, WebhookProblem.Of(endpoint.FeedProblem, null, culture), endpoint.LastSuccessAt, endpoint.LastFailureAt,
            WebhookProblem.Of(endpoint.LastProblem, endpoint.LastStatus, culture), waiting, dead,
            secrets.ConvertAll(secret => new WebhookSecretItem(secret.Id, secret.IsValid(now), secret.CreatedAt, secret.ExpiresAt)), endpoint.CreatedAt, endpoint.Version);
    }
}
