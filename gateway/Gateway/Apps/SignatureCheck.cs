using System.Text;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.Apps;

/// <summary>The part of the check that asks nobody: clock and signature.</summary>
internal static class SignatureCheck
{
    /// <summary>How far a timestamp may lie behind or ahead.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    /// <summary>By how many seconds the call's clock goes ahead of ours.</summary>
    public static long SecondsAhead(long timestamp, DateTimeOffset now) => timestamp - now.ToUnixTimeSeconds();

    public static bool IsInTime(long timestamp, DateTimeOffset now) => Math.Abs(SecondsAhead(timestamp, now)) <= (long)Tolerance.TotalSeconds;

    /// <summary>The secret or key by which the call is signed; one that has expired is found as well, and is not good any more.</summary>
    public static LiveCredential? FindSigner(LiveApp app, SignatureAlgorithm algorithm, StringToSign toSign, byte[] signature)
    {
        var text = Encoding.UTF8.GetBytes(toSign.Text);
        LiveCredential? found = null;
        foreach (var credential in app.Credentials)
        {
            if (credential.Fits(algorithm, text, signature))
            {
                found = credential;
            }
        }

        return found;
    }
}
