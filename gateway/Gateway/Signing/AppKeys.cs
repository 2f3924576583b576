using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PartyCloud.Gateway.Signing;

/// <summary>
/// The keys under which the secrets of apps are kept, and what is said of people in requests for correction: an HMAC needs the secret itself, so a hash of it would not do. AES-256-GCM under the
/// current key, whose number goes before the cipher, so that keys can be changed while older secrets still open.
/// </summary>
internal sealed class AppKeys
{
    public const string Section = "AppKeys";

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    private readonly Dictionary<byte, byte[]> keys = [];
    private readonly byte current;

    public AppKeys(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var entry in section.GetChildren())
        {
            if (byte.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                var key = new byte[32];
                keys[number] = entry.Value is not null && Convert.TryFromBase64String(entry.Value, key, out var length) && length == key.Length
                    ? key
                    : throw new InvalidOperationException($"{Section}:{entry.Key} is not 32 bytes in base64.");
            }
        }

        current = byte.TryParse(section["Current"], NumberStyles.None, CultureInfo.InvariantCulture, out var named) && keys.ContainsKey(named)
            ? named
            : throw new InvalidOperationException($"{Section}:Current names no key.");
    }

    /// <summary>The number of the key under which secrets are sealed from now on; a box bears its own as its first byte.</summary>
    public byte Current => current;

    /// <param name="owner">Whose secret it is; the same must be given to open it.</param>
    public byte[] Seal(Guid owner, string secret) => Seal(owner, Encoding.UTF8.GetBytes(secret));

    /// <summary>The same secret under the current key.</summary>
    public byte[] Renew(Guid owner, byte[] box) => box[0] == current ? box : Seal(owner, Open(owner, box));

    public byte[] Open(Guid owner, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead || !keys.TryGetValue(box[0], out var key))
        {
            throw new CryptographicException("The secret was sealed under a key that is not configured.");
        }

        var content = new byte[box.Length - Overhead];
        using var cipher = new AesGcm(key, TagSize);
        cipher.Decrypt(box.Slice(1, NonceSize), box[Overhead..], box.Slice(1 + NonceSize, TagSize), content, owner.ToByteArray());
        return content;
    }

    private byte[] Seal(Guid owner, ReadOnlySpan<byte> content)
    {
        var box = new byte[Overhead + content.Length];
        box[0] = current;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceSize));
        using var cipher = new AesGcm(keys[current], TagSize);
        cipher.Encrypt(box.AsSpan(1, NonceSize), content, box.AsSpan(Overhead), box.AsSpan(1 + NonceSize, TagSize), owner.ToByteArray());
        return box;
    }
}
