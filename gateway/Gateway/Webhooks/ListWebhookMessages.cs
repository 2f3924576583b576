using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>A message (推送记录): that something was told, and not what it said.</summary>
/// <param name="Id">As in the header <c>webhook-id</c>.</param>
/// <param name="ObjectId">About which organization or member; null where it is about none.</param>
/// <param name="Version">The object's.</param>
/// <param name="NextAt">When it is sent next; null when it is over.</param>
/// <param name="EndedAt">When it was delivered or given up.</param>
/// <param name="Problem">What went wrong the last time.</param>
public sealed record WebhookMessageItem(
    Guid Id, string Type, Guid? ObjectId, int? Version, DateTimeOffset CreatedAt, WebhookMessageState State, int Attempts, DateTimeOffset? NextAt, DateTimeOffset? EndedAt,
    int? Status, WebhookProblem? Problem)
{
    internal static WebhookMessageItem Of(WebhookMessage message, CultureInfo culture) => new(
        message.Id, message.Type, message.ObjectId == message.EndpointId ? null : message.ObjectId, message.Version, message.CreatedAt, message.State, message.Attempts,
        message.State is WebhookMessageState.Waiting ? message.NextAt : null, message.EndedAt, message.LastStatus, WebhookProblem.Of(message.LastProblem, message.LastStatus, culture));
}

internal static class ListWebhookMessages
{
    public static async Task<Results<Ok<Page<WebhookMessageItem>>, NotFound>> Handle(
        Guid id, Guid webhookId, WebhookMessageState? state, int? limit, string? cursor, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, CancellationToken cancel)
    {
        var (count, start) = (Limit.Of(limit), Cursor.Parse(cursor));
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: false, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var messages = await db.WebhookMessages.AsNoTracking()
            .Where(m => m.EndpointId == webhookId && (state == null || m.State == state) && (cursor == null || m.Id < start.Id))
            .OrderByDescending(m => m.Id).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(messages.ConvertAll(message => WebhookMessageItem.Of(message, Texts.CultureOf(http))).ToPage(count, item => new Cursor("", item.Id).ToString()));
    }
}
