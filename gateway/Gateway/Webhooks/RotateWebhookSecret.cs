using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>轮换签名密钥.</summary>
/// <param name="OlderEndsInHours">So long the older secret signs along, so that the receiver can change over; 0 ends it at once.</param>
public sealed record RotateWebhookSecretRequest([Range(0, 720)] int OlderEndsInHours = 24);

internal static class RotateWebhookSecret
{
    public static async Task<Results<Created<NewWebhookSecretResponse>, NotFound>> Handle(
        Guid id, Guid webhookId, RotateWebhookSecretRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, AppKeys keys,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(endpoint);
        var now = clock.GetUtcNow();
        endpoint.Rotate(await db.WebhookSecrets.Where(s => s.EndpointId == webhookId).ToListAsync(cancel), now.AddHours(request.OlderEndsInHours), now);
        var (secret, shown) = WebhookSecret.Create(webhookId, keys, caller.UserId, now);
        db.WebhookSecrets.Add(secret);
        db.Record(caller, "webhook.secret-rotated", "webhook", webhookId, $"{secret.Id}");
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        IfMatch.Tag(http, endpoint.Version);
        return TypedResults.Created(
            $"/api/v1/apps/{id}/webhooks/{webhookId}", new NewWebhookSecretResponse(await WebhookResponse.OfAsync(db, endpoint, now, Texts.CultureOf(http), cancel), shown));
    }
}
