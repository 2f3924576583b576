using System.Diagnostics.Metrics;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>What an operator wants to know of the webhooks. Waiting and lag are those of the whole installation, whichever replica is asked.</summary>
internal static class WebhookMeasures
{
    private static readonly Counter<long> Sent = Telemetry.Meter.CreateCounter<long>("partycloud.webhooks.sent", "{message}", "Webhooks that were delivered");
    private static readonly Counter<long> Failed = Telemetry.Meter.CreateCounter<long>("partycloud.webhooks.failed", "{attempt}", "Attempts to deliver a webhook that failed, by what went wrong");
    private static readonly Counter<long> Dead = Telemetry.Meter.CreateCounter<long>("partycloud.webhooks.dead", "{message}", "Webhooks that were given up");

    private const string Waiting = "from webhook_messages m join webhook_endpoints e on e.id = m.endpoint_id where m.state = 'waiting' and e.paused_at is null";

    public static void AddWebhookFigures(this IServiceCollection services)
    {
        services.AddFigure(new("partycloud.webhooks.waiting", "{message}", "Webhooks that wait to be delivered", null, $"select count(*)::float8 {Waiting}"));
        services.AddFigure(new("partycloud.webhooks.lag", "s", "Age of the oldest webhook that waits", null,
            $"select greatest(coalesce(extract(epoch from clock_timestamp() - min(m.created_at)), 0), 0)::float8 {Waiting}"));
        services.AddFigure(new("partycloud.webhooks.open", "{endpoint}", "Endpoints whose circuit breaker is open", null,
            "select count(*)::float8 from webhook_endpoints where opened_at is not null and paused_at is null"));
    }

    public static void Attempted(WebhookOutcome outcome, WebhookMessageState state)
    {
        if (outcome.IsDelivered)
        {
            Sent.Add(1);
            return;
        }

        Failed.Add(1, new KeyValuePair<string, object?>("problem", outcome.Problem));
        if (state is WebhookMessageState.Dead)
        {
            Dead.Add(1);
        }
    }
}
