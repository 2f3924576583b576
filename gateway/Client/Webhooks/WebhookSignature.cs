using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PartyCloud.Client.Webhooks;

/// <summary>
/// The signature of a webhook after the Standard Webhooks specification: HMAC-SHA256 over id, timestamp and body, joined by dots. The gateway signs by it; a receiver
/// verifies by it before he believes a word of the body.
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Stands before a secret's base64.</summary>
    public const string SecretPrefix = "whsec_";

    private const string Scheme = "v1,";

    /// <summary>How far a timestamp may lie behind or ahead of the receiver's clock.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The bytes of a secret as it was shown.</summary>
    public static byte[] KeyOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
    }

    /// <param name="timestamp">Seconds since 1970.</param>
    public static string Sign(ReadOnlySpan<byte> key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        return Scheme + Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Whether one of the signatures of the header is that of the secret, and the timestamp is near enough.</summary>
    /// <param name="secret">As it was shown: <c>whsec_…</c>.</param>
    /// <param name="body">The bytes as they came; never JSON that was read and written again.</param>
    public static bool Fits(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (id is null || signatures is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Sign(KeyOf(secret), id, seconds, body));
        var fits = false;
        foreach (var signature in signatures.Split(' '))
        {
            // All are looked at, each in a time that says nothing of how much of it is right.
            fits |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }

        return fits;
    }
}
