using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>登记回调地址.</summary>
/// <param name="Url">On the operator's allow-list; https, unless the list says otherwise.</param>
/// <param name="Types"><c>organization.updated</c>, <c>organization.deleted</c>, <c>member.updated</c>, <c>member.deleted</c>, and <c>rectification.…</c>, <c>pair.…</c> alike: what the app may read. <c>feed.resync</c> comes in any case.</param>
/// <param name="OrganizationId">The subtree that is told of; none for all that the app may read.</param>
public sealed record AddWebhookRequest(
    [Required, StringLength(500, MinimumLength = 1)] string Url, [Required, MaxLength(20)] IReadOnlyList<string> Types, Guid? OrganizationId = null);

/// <summary>A webhook with its new secret (签名密钥), which is shown this once.</summary>
/// <param name="Secret"><c>whsec_</c> and the key in base64, as the Standard Webhooks specification has it.</param>
public sealed record NewWebhookSecretResponse(WebhookResponse Webhook, string Secret);

internal static class AddWebhook
{
    public static async Task<Results<Created<NewWebhookSecretResponse>, NotFound>> Handle(
        Guid id, AddWebhookRequest request, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, AppKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAppAsync(id, caller, toChange: true, cancel) is null || !await webhooks.ReachesAsync(caller, request.OrganizationId, cancel))
        {
            return TypedResults.NotFound();
        }

        var types = ManageWebhook.TypesOf(request.Types);
        await webhooks.RequireInScopeAsync(id, types, request.OrganizationId, cancel);
        await webhooks.RequireAllowedAsync(request.Url, cancel);
        Rule.Require(await db.WebhookEndpoints.CountAsync(e => e.AppId == id, cancel) < WebhookEndpoint.MostPerApp, "webhook.too-many", WebhookEndpoint.MostPerApp);
        var now = clock.GetUtcNow();
        var endpoint = WebhookEndpoint.Add(id, request.Url, types, request.OrganizationId, caller.UserId, now);
        var (secret, shown) = WebhookSecret.Create(endpoint.Id, keys, caller.UserId, now);
        db.WebhookEndpoints.Add(endpoint);
        db.WebhookSecrets.Add(secret);
        db.Record(caller, "webhook.added", "webhook", endpoint.Id, endpoint.Url);
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        IfMatch.Tag(http, endpoint.Version);
        return TypedResults.Created(
            $"/api/v1/apps/{id}/webhooks/{endpoint.Id}", new NewWebhookSecretResponse(await WebhookResponse.OfAsync(db, endpoint, now, Texts.CultureOf(http), cancel), shown));
    }
}
