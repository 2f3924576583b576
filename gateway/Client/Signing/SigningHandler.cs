using System.Globalization;
using System.Security.Cryptography;

namespace PartyCloud.Client.Signing;

/// <summary>Signs whatever a client sends, at the moment when it is sent.</summary>
internal sealed class SigningHandler(Signer signer, TimeProvider clock) : DelegatingHandler
{
    /// <summary>Set where a call's nonce must be known before it is signed.</summary>
    public static readonly HttpRequestOptionsKey<string> Nonce = new(SignatureHeaders.Nonce);

    private const int NonceBytes = 16;

    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = request.Options.TryGetValue(Nonce, out var chosen) ? chosen : NewNonce();
        var hash = Convert.ToHexStringLower(signer.Algorithm.HashOf(body));
        request.Set(SignatureHeaders.App, signer.App.ToString());
        request.Set(SignatureHeaders.Algorithm, signer.Algorithm.Name);
        request.Set(SignatureHeaders.Timestamp, timestamp);
        request.Set(SignatureHeaders.Nonce, nonce);
        request.Set(signer.Algorithm.ContentHeader, hash);
        request.Set(SignatureHeaders.Signature, signer.Sign(StringToSign.Of(request.Method.Method, request.RequestUri!.PathAndQuery, timestamp, nonce, hash)));
        return await base.SendAsync(request, cancellationToken);
    }
}
