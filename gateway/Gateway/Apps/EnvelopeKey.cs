using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.Apps;

/// <summary>By what the installation signs the envelopes of its answers; without the setting there are no envelopes.</summary>
internal sealed class EnvelopeKey
{
    public const string Setting = "Envelope:PrivateKey";

    public EnvelopeKey(IConfiguration configuration) => Key = configuration[Setting] is { Length: > 0 } text
        ? Sm2PrivateKey.Parse(text) ?? throw new InvalidOperationException($"{Setting} is neither PKCS#8 as PEM nor 64 hex digits.")
        : null;

    public Sm2PrivateKey? Key { get; }
}

/// <summary>Whether bodies may go in envelopes (国密信封), and by which key answers are known to be this installation's.</summary>
/// <param name="PublicKey">The point not compressed (04, x, y) in hex; null where envelopes are off.</param>
public sealed record EnvelopeResponse(bool On, string? PublicKey, string? Fingerprint);

internal static class GetEnvelope
{
    public static Ok<EnvelopeResponse> Handle(EnvelopeKey platform) => TypedResults.Ok(platform.Key is { Public: var key }
        ? new EnvelopeResponse(true, Convert.ToHexStringLower(key.Point), key.Fingerprint())
        : new EnvelopeResponse(false, null, null));
}
