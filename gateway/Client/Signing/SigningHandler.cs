using System.Globalization;
using System.Security.Cryptography;

namespace PartyCloud.Client.Signing;

/// <summary>Signs whatever a client sends, at the moment when it is sent.</summary>
internal sealed class SigningHandler(Signer signer, TimeProvider clock) : DelegatingHandler
{
    private const int NonceBytes = 16;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
        var hash = Convert.ToHexStringLower(signer.Algorithm.HashOf(body));
        Set(SignatureHeaders.App, signer.App.ToString());
        Set(SignatureHeaders.Algorithm, signer.Algorithm.Name);
        Set(SignatureHeaders.Timestamp, timestamp);
        Set(SignatureHeaders.Nonce, nonce);
        Set(signer.Algorithm.ContentHeader, hash);
        Set(SignatureHeaders.Signature, signer.Sign(StringToSign.Of(request.Method.Method, request.RequestUri!.PathAndQuery, timestamp, nonce, hash)));
        return await base.SendAsync(request, cancellationToken);

        // A request that is sent again bears the headers of the time before.
        void Set(string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.Add(name, value);
        }
    }
}
