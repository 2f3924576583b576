using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>按时间重发.</summary>
/// <param name="Since">What was written from then on.</param>
/// <param name="Until">And before then; up to now where nothing is said.</param>
/// <param name="Delivered">Also what was delivered; otherwise what was given up alone.</param>
public sealed record ReplayWebhookRequest(DateTimeOffset? Since = null, DateTimeOffset? Until = null, bool Delivered = false);

/// <param name="Messages">So many are sent again.</param>
public sealed record ReplayWebhookResponse(int Messages);

/// <summary>Sends again what was given up or delivered, as long as it is kept: under the same id, so that a receiver who has acted on it knows.</summary>
internal static class ReplayWebhook
{
    public static async Task<Results<Ok<WebhookMessageItem>, NotFound>> One(
        Guid id, Guid webhookId, Guid messageId, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is null
            || await db.WebhookMessages.FirstOrDefaultAsync(m => m.Id == messageId && m.EndpointId == webhookId, cancel) is not { } message)
        {
            return TypedResults.NotFound();
        }

        message.Replay(clock.GetUtcNow());
        db.Record(caller, "webhook.replayed", "webhook", webhookId, $"{messageId}");
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(WebhookMessageItem.Of(message, Texts.CultureOf(http)));
    }

    public static async Task<Results<Ok<ReplayWebhookResponse>, NotFound>> Range(
        Guid id, Guid webhookId, ReplayWebhookRequest request, Caller caller, GatewayDb db, ManageWebhook webhooks, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var since = (request.Since ?? throw new FieldException(new FieldError("since", "field.required"))).ToUniversalTime();
        var until = (request.Until ?? DateTimeOffset.MaxValue).ToUniversalTime();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var count = await db.WebhookMessages
            .Where(m => m.EndpointId == webhookId && m.CreatedAt >= since && m.CreatedAt < until
                && (m.State == WebhookMessageState.Dead || (request.Delivered && m.State == WebhookMessageState.Delivered)))
            .ExecuteUpdateAsync(
                update => update.SetProperty(m => m.State, WebhookMessageState.Waiting).SetProperty(m => m.Attempts, 0).SetProperty(m => m.NextAt, now)
                    .SetProperty(m => m.FirstTriedAt, (DateTimeOffset?)null).SetProperty(m => m.EndedAt, (DateTimeOffset?)null), cancel);
        db.Record(caller, "webhook.replayed", "webhook", webhookId, $"{since:O} {until:O} {count}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(new ReplayWebhookResponse(count));
    }
}
