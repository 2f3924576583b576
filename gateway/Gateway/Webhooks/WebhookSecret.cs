using System.Security.Cryptography;
using System.Text;
using PartyCloud.Client.Webhooks;
using PartyCloud.Gateway.Signing;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>By what an endpoint's messages are signed; the newest one does not end by itself.</summary>
internal sealed class WebhookSecret
{
    public const int MostAtOnce = 2;

    // The specification asks for 24 to 64.
    private const int Bytes = 32;

    private WebhookSecret()
    {
    }

    public Guid Id { get; private set; }

    public Guid EndpointId { get; private set; }

    /// <summary>Sealed by <see cref="AppKeys"/>.</summary>
    public byte[] Secret { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>A new one, as it is shown this once.</summary>
    public static (WebhookSecret Secret, string Shown) Create(Guid endpointId, AppKeys keys, Guid createdBy, DateTimeOffset now)
    {
        var shown = WebhookSignature.SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
        var id = Guid.CreateVersion7();
        return (new() { Id = id, EndpointId = endpointId, Secret = keys.Seal(id, shown), CreatedAt = now, CreatedBy = createdBy }, shown);
    }

    public bool IsValid(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;

    /// <summary>Ends earlier than it would; never later.</summary>
    public void EndBy(DateTimeOffset at) => ExpiresAt = ExpiresAt < at ? ExpiresAt : at;

    public byte[] Open(AppKeys keys) => WebhookSignature.KeyOf(Encoding.UTF8.GetString(keys.Open(Id, Secret)));
}
