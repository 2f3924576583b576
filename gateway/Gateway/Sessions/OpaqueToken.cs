using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PartyCloud.Gateway.Sessions;

/// <summary>Random and without meaning; 256 bits, so that a plain hash is enough to keep of it.</summary>
internal static class OpaqueToken
{
    public const int Length = 43;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
