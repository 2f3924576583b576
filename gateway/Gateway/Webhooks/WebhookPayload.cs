using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PartyCloud.Contracts;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>
/// The body of a webhook: that something changed and where it is to be read, and nothing of a person. What is to be known besides is read by the link, under the app's
/// own scope and masks.
/// </summary>
/// <param name="Id">As in the header <c>webhook-id</c>.</param>
/// <param name="Version">The object's version after the change; null where it is about none.</param>
/// <param name="Timestamp">When it was changed.</param>
internal sealed record WebhookPayload(Guid Id, string Type, int? Version, DateTimeOffset Timestamp, WebhookData Data)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <param name="Code">The organization's own business code.</param>
/// <param name="Kind">At a tombstone: whether it was closed or went out of reach.</param>
/// <param name="Reason">Why a snapshot has to be taken, as the feed's problem says it.</param>
/// <param name="Types">Of a snapshot that has to be taken.</param>
/// <param name="Link">Where it is read, under the address of the gateway.</param>
internal sealed record WebhookData(Guid? Id = null, string? Code = null, FeedKind? Kind = null, string? Reason = null, string? Types = null, string? Link = null);
