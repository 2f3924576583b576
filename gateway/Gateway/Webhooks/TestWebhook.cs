using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>What came of a test (测试结果).</summary>
/// <param name="MessageId">As in the header <c>webhook-id</c>.</param>
/// <param name="Status">What the receiver answered; null where it did not.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Problem">What went wrong; null when it was delivered.</param>
public sealed record TestWebhookResponse(Guid MessageId, bool Delivered, int? Status, int Milliseconds, WebhookProblem? Problem);

/// <summary>Sends a message that is about nothing, beside all others and once; a paused endpoint can be tested before it is resumed.</summary>
internal static class TestWebhook
{
    public static async Task<Results<Ok<TestWebhookResponse>, NotFound>> Handle(
        Guid id, Guid webhookId, Caller caller, HttpContext http, GatewayDb db, ManageWebhook webhooks, WebhookSender sender, AppKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(id, webhookId, caller, toChange: true, cancel) is not { } endpoint)
        {
            return TypedResults.NotFound();
        }

        await webhooks.RequireAllowedAsync(endpoint.Url, cancel);
        var now = clock.GetUtcNow();
        var secrets = await db.WebhookSecrets.AsNoTracking().Where(s => s.EndpointId == webhookId).OrderByDescending(s => s.Id).ToListAsync(cancel);
        var payload = new WebhookPayload(Guid.CreateVersion7(), WebhookTypes.Test, null, now, new());
        db.Record(caller, "webhook.tested", "webhook", webhookId);
        await db.SaveChangesAsync(cancel);
        var outcome = await sender.SendAsync(endpoint.Url, secrets.Where(secret => secret.IsValid(now)).Select(secret => secret.Open(keys)), payload.Id, payload.ToJson(), cancel);
        return TypedResults.Ok(new TestWebhookResponse(
            payload.Id, outcome.IsDelivered, outcome.Status, outcome.Milliseconds, WebhookProblem.Of(outcome.Problem, outcome.Status, Texts.CultureOf(http))));
    }
}
