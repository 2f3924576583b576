using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PartyCloud.Members.Protection;

/// <summary>What a sealed text is: a cipher moved to another column or to another person does not open.</summary>
internal enum Sealed : byte
{
    IdentityNumber = 1,
    Phone = 2,
    Income = 3,
    Upload = 4,
}

/// <summary>
/// The keys of personal data. Texts are enciphered with AES-256-GCM under the current key and carry its number, so that keys can be
/// changed while older texts still open; equality is searched by a keyed hash, which nobody can compute outside this service.
/// </summary>
internal sealed class DataKeys : IDisposable
{
    public const int HashSize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;
    private const int Overhead = 1 + NonceSize + TagSize;

    // What computes serves one thread at a time.
    private readonly Dictionary<byte, ThreadLocal<AesGcm>> ciphers = [];
    private readonly ThreadLocal<IncrementalHash> hash;
    private readonly ThreadLocal<Nonces> nonces = new(() => new());
    private readonly byte current;

    public DataKeys(IConfiguration configuration)
    {
        foreach (var entry in configuration.GetSection("DataKeys").GetChildren())
        {
            if (byte.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                var key = Key(entry.Value, entry.Key);
                ciphers[number] = new ThreadLocal<AesGcm>(() => new AesGcm(key, TagSize), trackAllValues: true);
            }
        }

        current = byte.TryParse(configuration["DataKeys:Current"], NumberStyles.None, CultureInfo.InvariantCulture, out var named) && ciphers.ContainsKey(named)
            ? named
            : throw new InvalidOperationException("DataKeys:Current names no key.");
        var hashKey = Key(configuration["DataKeys:Hash"], "Hash");
        hash = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, hashKey), trackAllValues: true);
    }

    /// <param name="owner">Whom the text belongs to; the same must be given to open it.</param>
    public byte[] Seal(Sealed what, ReadOnlySpan<byte> owner, string text) => Seal(what, owner, Encoding.UTF8.GetBytes(text));

    public byte[] Seal(Sealed what, ReadOnlySpan<byte> owner, ReadOnlySpan<byte> content)
    {
        var box = new byte[Overhead + content.Length];
        box[0] = current;
        var nonce = box.AsSpan(1, NonceSize);
        nonces.Value!.Next(nonce);
        ciphers[current].Value!.Encrypt(
            nonce, content, box.AsSpan(Overhead), box.AsSpan(1 + NonceSize, TagSize), Context(what, owner, stackalloc byte[1 + HashSize]));
        return box;
    }

    public string OpenText(Sealed what, ReadOnlySpan<byte> owner, ReadOnlySpan<byte> box) => Encoding.UTF8.GetString(Open(what, owner, box));

    public byte[] Open(Sealed what, ReadOnlySpan<byte> owner, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead || !ciphers.TryGetValue(box[0], out var cipher))
        {
            throw new CryptographicException("The text was sealed under a key that is not configured.");
        }

        var content = new byte[box.Length - Overhead];
        cipher.Value!.Decrypt(
            box.Slice(1, NonceSize), box[Overhead..], box.Slice(1 + NonceSize, TagSize), content, Context(what, owner, stackalloc byte[1 + HashSize]));
        return content;
    }

    /// <summary>The number of the key under which texts are sealed from now on; a box bears its own as its first byte.</summary>
    public byte Current => current;

    /// <summary>The same text under the current key.</summary>
    public byte[] Renew(Sealed what, ReadOnlySpan<byte> owner, byte[] box) => box[0] == current ? box : Seal(what, owner, Open(what, owner, box));

    /// <summary>Equal texts of one kind have equal hashes.</summary>
    /// <param name="owner">Given where only the same person's texts are compared, so that equal ones of two people do not show.</param>
    public byte[] Hash(Sealed what, string text, ReadOnlySpan<byte> owner = default)
    {
        Span<byte> message = stackalloc byte[1 + HashSize + 256];
        message[0] = (byte)what;
        owner.CopyTo(message[1..]);
        var length = 1 + owner.Length;
        length += Encoding.UTF8.GetBytes(text, message[length..]);
        var hmac = hash.Value!;
        hmac.AppendData(message[..length]);
        return hmac.GetHashAndReset();
    }

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
        {
            foreach (var made in cipher.Values)
            {
                made.Dispose();
            }

            cipher.Dispose();
        }

        foreach (var made in hash.Values)
        {
            made.Dispose();
        }

        hash.Dispose();
        nonces.Dispose();
    }

    private static ReadOnlySpan<byte> Context(Sealed what, ReadOnlySpan<byte> owner, Span<byte> context)
    {
        context[0] = (byte)what;
        owner.CopyTo(context[1..]);
        return context[..(1 + owner.Length)];
    }

    private static byte[] Key(string? text, string name)
    {
        var key = new byte[KeySize];
        return text is not null && Convert.TryFromBase64String(text, key, out var length) && length == KeySize
            ? key
            : throw new InvalidOperationException($"DataKeys:{name} is not 32 bytes in base64.");
    }

    // Random bytes are asked for in one go for many nonces: each question costs as much as a cipher.
    private sealed class Nonces
    {
        private readonly byte[] bytes = new byte[NonceSize * 256];
        private int used = NonceSize * 256;

        public void Next(Span<byte> nonce)
        {
            if (used == bytes.Length)
            {
                RandomNumberGenerator.Fill(bytes);
                used = 0;
            }

            bytes.AsSpan(used, NonceSize).CopyTo(nonce);
            used += NonceSize;
        }
    }
}
