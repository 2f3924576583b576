namespace PartyCloud.Client.Signing;

/// <summary>What a portal's app sends with each call.</summary>
internal static class SignatureHeaders
{
    public const string App = "X-Pc-App-Id";
    public const string Algorithm = "X-Pc-Algorithm";
    public const string Timestamp = "X-Pc-Timestamp";
    public const string Nonce = "X-Pc-Nonce";
    public const string ContentSha256 = "X-Pc-Content-SHA256";
    public const string ContentSm3 = "X-Pc-Content-SM3";
    public const string Signature = "X-Pc-Signature";

    public static readonly string[] All = [App, Algorithm, Timestamp, Nonce, ContentSha256, ContentSm3, Signature];
}
