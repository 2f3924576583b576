using PartyCloud.Client.Exchange;

namespace PartyCloud.Client;

/// <summary>Who calls, where and how it signs. An app is registered by a security administrator, in the console or by REST.</summary>
public sealed class PartyCloudOptions
{
    /// <summary>The gateway's scheme, host and port.</summary>
    public Uri? Address { get; set; }

    /// <summary>The app's id.</summary>
    public Guid App { get; set; }

    /// <summary>The app's secret, shown once when it was made. Either this or one of the SM2 settings.</summary>
    public string? Secret { get; set; }

    /// <summary><c>HMAC-SHA256</c> or <c>HMAC-SM3</c>, with the secret.</summary>
    public string Algorithm { get; set; } = "HMAC-SHA256";

    /// <summary>Signs by SM2 with this key instead of a secret: PKCS#8 as PEM, or the number in 64 hex digits. For trials; a production key is expected in a device.</summary>
    public string? Sm2PrivateKey { get; set; }

    /// <summary>Signs by SM2 with a key in a device: SM3withSM2 of the bytes given, user id 1234567812345678, as r‖s or DER.</summary>
    public Func<byte[], byte[]>? Sm2Device { get; set; }

    /// <summary>
    /// PartyCloud's public SM2 key (<c>GET /api/v1/apps/envelope</c>), where bodies are to go in envelopes of SM4 and SM2. It needs <see cref="Secret"/> and an SM2 key, both registered
    /// for the app.
    /// </summary>
    public string? EnvelopeKey { get; set; }

    /// <summary>How often a call is sent again when it was let in by nobody or its answer was lost; 0 never.</summary>
    public int Retries { get; set; } = 4;

    /// <summary>A server that asks for a longer wait than this is not waited for; its answer is returned.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The exchange layer on the way to PartyCloud, whose headers each call then bears as well.</summary>
    public ExchangeLayer? Through { get; set; }
}
