using System.Buffers;
using System.Text;

namespace PartyCloud.Client.Signing;

/// <summary>
/// The text that an app signs (待签名串): method, path, canonical query, timestamp, nonce and hash of the body, a line each, joined by a
/// line feed and without one at the end. Signing.md of the portals' guide says the same in words, and signature-vectors.json in examples.
/// </summary>
internal sealed record StringToSign(string Method, string Path, string Query, string Timestamp, string Nonce, string ContentHash)
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>By the names under which a difference is told.</summary>
    public IReadOnlyList<(string Name, string Text)> Lines =>
        [("method", Method), ("path", Path), ("query", Query), ("timestamp", Timestamp), ("nonce", Nonce), ("contentHash", ContentHash)];

    public string Text => string.Join('\n', Method, Path, Query, Timestamp, Nonce, ContentHash);

    /// <param name="target">The request line's: path and query as they were sent, escapes and all.</param>
    public static StringToSign Of(string method, string target, string timestamp, string nonce, string contentHash)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? new(method, target, "", timestamp, nonce, contentHash)
            : new(method, target[..query], Canonical(target.AsSpan(query + 1)), timestamp, nonce, contentHash);
    }

    /// <summary>
    /// Every name and value escaped in one way (all bytes but letters, digits and <c>-._~</c>, in capital hex; a plus is a space), a missing
    /// equals sign added, empty parts left out, in the byte order of the escaped names; equal names keep their order, which may mean something.
    /// </summary>
    public static string Canonical(ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
        {
            return "";
        }

        var pairs = new List<(string Name, string Value)>();
        foreach (var range in query.Split('&'))
        {
            var part = query[range];
            if (!part.IsEmpty)
            {
                var equals = part.IndexOf('=');
                pairs.Add(equals < 0 ? (Escape(part), "") : (Escape(part[..equals]), Escape(part[(equals + 1)..])));
            }
        }

        return string.Join('&', pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Escape(ReadOnlySpan<char> text)
    {
        var sent = Encoding.UTF8.GetBytes(text.ToArray());
        if (!sent.AsSpan().ContainsAnyExcept(Unreserved))
        {
            return text.ToString();
        }

        var escaped = new StringBuilder(sent.Length + 16);
        for (var at = 0; at < sent.Length; at++)
        {
            var value = sent[at];
            if (value == '+')
            {
                value = (byte)' ';
            }
            else if (value == '%' && at + 2 < sent.Length && char.IsAsciiHexDigit((char)sent[at + 1]) && char.IsAsciiHexDigit((char)sent[at + 2]))
            {
                value = (byte)((Convert.FromHexString([(char)sent[at + 1], (char)sent[at + 2]]))[0]);
                at += 2;
            }

            _ = Unreserved.Contains(value) ? escaped.Append((char)value) : escaped.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
