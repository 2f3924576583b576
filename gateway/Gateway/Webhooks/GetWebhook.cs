using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

internal static class GetWebhook
{
    public static async Task<Results<Ok<WebhookResponse>, NotFound>> Handle(
        Guid id, Guid webhookId, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: false, cancel) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, endpoint.Version);
        return TypedResults.Ok(await WebhookResponse.OfAsync(db, endpoint, clock.GetUtcNow(), Texts.CultureOf(http), cancel));
    }

    /// <summary>All of them, since an app has few.</summary>
    public static async Task<Results<Ok<Page<WebhookResponse>>, NotFound>> List(
        Guid id, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAppAsync(id, caller, toChange: false, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var items = new List<WebhookResponse>();
        foreach (var endpoint in await db.WebhookEndpoints.AsNoTracking().Where(e => e.AppId == id).OrderBy(e => e.Id).ToListAsync(cancel))
        {
            items.Add(await WebhookResponse.OfAsync(db, endpoint, clock.GetUtcNow(), Texts.CultureOf(http), cancel));
        }

        return TypedResults.Ok(new Page<WebhookResponse>(items, null));
    }
}
