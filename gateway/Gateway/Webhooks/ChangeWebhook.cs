using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>变更回调地址. What is not given stays as it is.</summary>
/// <param name="Types">All of them, in the place of those that it has.</param>
/// <param name="OrganizationId">Another subtree: the receiver is told to take a snapshot of it.</param>
/// <param name="WholeScope">No subtree any more, but all that the app may read.</param>
public sealed record ChangeWebhookRequest(
    [StringLength(500, MinimumLength = 1)] string? Url = null, [MaxLength(20)] IReadOnlyList<string>? Types = null, Guid? OrganizationId = null, bool WholeScope = false);

/// <param name="Reason">For the audit log and for who administers the app.</param>
public sealed record PauseWebhookRequest([Required, StringLength(200, MinimumLength = 1)] string Reason);

/// <summary>Changes of a webhook.</summary>
internal static class ChangeWebhook
{
    public static async Task<Results<Ok<WebhookResponse>, NotFound>> Handle(
        Guid id, Guid webhookId, ChangeWebhookRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is not { } endpoint || !await webhooks.ReachesAsync(caller, request.OrganizationId, cancel))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(endpoint);
        var types = request.Types is { } asked ? ManageWebhook.TypesOf(asked) : null;
        if (types is not null || request.OrganizationId is not null || request.WholeScope)
        {
            await webhooks.RequireInScopeAsync(id, types ?? endpoint.Types, request.WholeScope ? null : request.OrganizationId ?? endpoint.OrganizationId, cancel);
        }

        if (request.Url is { } url)
        {
            await webhooks.RequireAllowedAsync(url, cancel);
        }

        endpoint.Change(request.Url, types, request.OrganizationId, request.WholeScope);
        var fields = new (string Name, bool Given)[]
        {
            ("url", request.Url is not null), ("types", types is not null), ("organizationId", request.OrganizationId is not null || request.WholeScope),
        }.Where(field => field.Given).Select(field => field.Name);
        return await SavedAsync(endpoint, caller, http, db, "webhook.changed", string.Join(' ', fields), null, clock, cancel);
    }

    public static async Task<Results<Ok<WebhookResponse>, NotFound>> Pause(
        Guid id, Guid webhookId, PauseWebhookRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: false, cancel) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(endpoint);
        endpoint.Pause(request.Reason, clock.GetUtcNow());
        return await SavedAsync(endpoint, caller, http, db, "webhook.paused", null, request.Reason, clock, cancel);
    }

    public static async Task<Results<Ok<WebhookResponse>, NotFound>> Resume(
        Guid id, Guid webhookId, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(endpoint);
        endpoint.Resume();
        var saved = await SavedAsync(endpoint, caller, http, db, "webhook.resumed", null, null, clock, cancel);
        var now = clock.GetUtcNow();
        await db.WebhookMessages.Where(m => m.EndpointId == webhookId && m.State == WebhookMessageState.Waiting && m.NextAt > now)
            .ExecuteUpdateAsync(update => update.SetProperty(m => m.NextAt, now), cancel);
        return saved;
    }

    public static async Task<Results<NoContent, NotFound>> Remove(
        Guid id, Guid webhookId, IfMatch ifMatch, Caller caller, GatewayDb db, ManageWebhook webhooks, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(endpoint);
        db.WebhookEndpoints.Remove(endpoint);
        db.Record(caller, "webhook.removed", "webhook", endpoint.Id, endpoint.Url);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<WebhookResponse>> SavedAsync(
        WebhookEndpoint endpoint, Caller caller, HttpContext http, GatewayDb db, string action, string? fields, string? purpose, TimeProvider clock, CancellationToken cancel)
    {
        db.Record(caller, action, "webhook", endpoint.Id, fields, purpose);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, endpoint.Version);
        return TypedResults.Ok(await WebhookResponse.OfAsync(db, endpoint, clock.GetUtcNow(), Texts.CultureOf(http), cancel));
    }
}
