using System.Globalization;
using System.Security.Cryptography;

namespace PartyCloud.Testing;

/// <summary>The authenticator app: RFC 6238 with SHA-1, steps of 30 seconds and six digits. It goes by the wall clock, as phones do.</summary>
public static class Totp
{
    public static string Code(byte[] key, int stepsAhead = 0)
    {
        var step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + stepsAhead;
        var counter = BitConverter.GetBytes(step);
        Array.Reverse(counter);
#pragma warning disable CA5350 // The standard's algorithm.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = ((hash[offset] & 127) << 24 | hash[offset + 1] << 16 | hash[offset + 2] << 8 | hash[offset + 3]) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The key as people type it in.</summary>
    public static byte[] FromBase32(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bits, count, bytes) = (0, 0, new List<byte>());
        foreach (var letter in text)
        {
            (bits, count) = (bits << 5 | Alphabet.IndexOf(letter, StringComparison.Ordinal), count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}
