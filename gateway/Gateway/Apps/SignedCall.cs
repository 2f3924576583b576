using System.Globalization;
using System.Text.RegularExpressions;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.Apps;

/// <summary>What the headers of a signed call say.</summary>
internal sealed partial record SignedCall(Guid AppId, SignatureAlgorithm Algorithm, long Timestamp, string Nonce, string ContentHash, byte[] Signature)
{
    private const int MaxSignature = 512;

    /// <summary>As it stands in the text that was signed.</summary>
    public string TimestampText => Timestamp.ToString(CultureInfo.InvariantCulture);

    /// <returns>The call; or null, and the header that is missing or malformed.</returns>
    public static SignedCall? Read(Func<string, string?> header, out string? wrong)
    {
        wrong = null;
        if (!Guid.TryParse(header(SignatureHeaders.App), out var app))
        {
            wrong = SignatureHeaders.App;
            return null;
        }

        if (AlgorithmOf(header) is not { } algorithm)
        {
            wrong = SignatureHeaders.Algorithm;
            return null;
        }

        // In one spelling alone, as it is signed as text.
        var seconds = header(SignatureHeaders.Timestamp);
        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp) || seconds.Length != 10 || seconds[0] == '0')
        {
            wrong = SignatureHeaders.Timestamp;
            return null;
        }

        if (header(SignatureHeaders.Nonce) is not { } nonce || !NonceForm().IsMatch(nonce))
        {
            wrong = SignatureHeaders.Nonce;
            return null;
        }

        if (header(algorithm.ContentHeader) is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit))
        {
            wrong = algorithm.ContentHeader;
            return null;
        }

        var signature = new byte[MaxSignature];
        if (!Convert.TryFromBase64String(header(SignatureHeaders.Signature) ?? "", signature, out var length) || length == 0)
        {
            wrong = SignatureHeaders.Signature;
            return null;
        }

        return new(app, algorithm, timestamp, nonce, hash.ToLowerInvariant(), signature[..length]);
    }

    public static bool IsNonce(string text) => NonceForm().IsMatch(text);

    public StringToSign ToSign(string method, string target) => StringToSign.Of(method, target, TimestampText, Nonce, ContentHash);

    // Where it is not said, the hash of the body tells: with SM3 and no word of SM2 it is the HMAC.
    private static SignatureAlgorithm? AlgorithmOf(Func<string, string?> header) =>
        header(SignatureHeaders.Algorithm) is { Length: > 0 } named ? SignatureAlgorithm.Find(named)
        : header(SignatureHeaders.ContentSm3) is { Length: > 0 } ? SignatureAlgorithm.HmacSm3
        : SignatureAlgorithm.HmacSha256;

    [GeneratedRegex(@"^[A-Za-z0-9._~:/+=-]{8,128}\z")]
    private static partial Regex NonceForm();
}
