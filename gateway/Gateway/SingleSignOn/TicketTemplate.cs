using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Texts of the settings in which {names} stand for what is known of one sign-on; each value is written as the place it goes to demands.</summary>
internal sealed partial class TicketTemplate
{
    public static readonly string[] Algorithms = ["hmac-sha256", "hmac-sm3", "sha256", "sm3", "md5"];

    private static readonly string[] Names = ["ticket", "token", "appId", "appSecret", "timestamp", "nonce", "signature", "callback", "home"];
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly TicketSettings settings;
    private readonly Dictionary<string, string> values;

    public TicketTemplate(TicketSettings settings, DateTimeOffset now, params IEnumerable<(string Name, string Value)> known)
    {
        this.settings = settings;
        values = known.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        values["appId"] = settings.AppId;
        values["appSecret"] = settings.AppSecret ?? "";
        values["nonce"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        values["timestamp"] = TimestampOf(settings.Timestamp, now);
        values["signature"] = settings.SignatureText is { } text ? Sign(Fill(text, value => value)) : "";
    }

    public static IEnumerable<string> FaultsOf(string name, string? template, bool isAddress)
    {
        foreach (var unknown in Placeholder().Matches(template ?? "").Select(match => match.Groups[1].Value).Where(value => !Names.Contains(value)))
        {
            yield return $"{name}: {{{unknown}}} is none of {string.Join(' ', Names.Select(known => $"{{{known}}}"))}.";
        }

        // The host stands in the settings and comes from nobody's answer; and an address is written into logs along the way.
        if (isAddress && (!ProviderCalls.IsFit(Placeholder().Replace(template ?? "", "x"), out _) || !HostOnly().IsMatch(template!)))
        {
            yield return $"{name} '{template}' is not an https address (http will do on the loopback alone) whose host stands there in full.";
        }

        if (isAddress && template?.Contains("{appSecret}", StringComparison.Ordinal) == true)
        {
            yield return $"{name}: the secret does not belong in an address.";
        }
    }

    public static bool IsTimestamp(string format)
    {
        try
        {
            return TimestampOf(format, DateTimeOffset.UnixEpoch).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <returns>What stands before the colon; null where it is no header.</returns>
    public static string? HeaderName(string header) => HeaderLine().Match(header) is { Success: true } match ? match.Groups[1].Value : null;

    public Uri Address(string template) => new(Fill(template, Uri.EscapeDataString));

    public HttpRequestMessage Request(TicketRequest request)
    {
        var message = new HttpRequestMessage(request.Method == "GET" ? HttpMethod.Get : HttpMethod.Post, Address(request.Address));
        foreach (var header in request.Headers)
        {
            var (name, value) = (HeaderName(header)!, Fill(header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), text => text));
            if (value.Any(char.IsControl) || !message.Headers.TryAddWithoutValidation(name, value))
            {
                throw new ProviderException(ProviderException.Failed, $"The header {name} cannot be sent");
            }
        }

        if (request.Body is { } body)
        {
            Func<string, string> escape = request.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? text => JsonEncodedText.Encode(text).ToString()
                : request.ContentType.Contains("form", StringComparison.OrdinalIgnoreCase) ? Uri.EscapeDataString
                : text => text;
            message.Content = new StringContent(Fill(body, escape), Encoding.UTF8, request.ContentType);
        }

        return message;
    }

    private static string TimestampOf(string format, DateTimeOffset now) => format switch
    {
        "milliseconds" => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        "seconds" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        _ => now.ToOffset(China).ToString(format, CultureInfo.InvariantCulture),
    };

    private string Fill(string template, Func<string, string> escape) => Placeholder().Replace(template, match => escape(values.GetValueOrDefault(match.Groups[1].Value, "")));

    private string Sign(string text)
    {
        var (secret, bytes) = (Encoding.UTF8.GetBytes(settings.AppSecret ?? ""), Encoding.UTF8.GetBytes(text));
        var signature = settings.SignatureAlgorithm switch
        {
            "hmac-sha256" => SignatureAlgorithm.HmacSha256.Code(secret, bytes),
            "hmac-sm3" => SignatureAlgorithm.HmacSm3.Code(secret, bytes),
            "sha256" => SignatureAlgorithm.HmacSha256.HashOf(bytes),
            "sm3" => SignatureAlgorithm.HmacSm3.HashOf(bytes),
#pragma warning disable CA5351 // Nothing here rests on it: older portals ask for it, over https.
            _ => MD5.HashData(bytes),
#pragma warning restore CA5351
        };
        return settings.SignatureEncoding switch
        {
            "base64" => Convert.ToBase64String(signature),
            "HEX" => Convert.ToHexString(signature),
            _ => Convert.ToHexStringLower(signature),
        };
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();

    // Names after RFC 9110.
    [GeneratedRegex("^([A-Za-z0-9!#$%&'*+.^_`|~-]+):")]
    private static partial Regex HeaderLine();

    [GeneratedRegex("^https?://[^/?#{}]+([/?]|$)")]
    private static partial Regex HostOnly();
}
