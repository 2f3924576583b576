using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace PartyCloud.Client.Signing;

/// <summary>A way to sign (签名算法), with the hash of the body that goes with it.</summary>
internal sealed class SignatureAlgorithm
{
    public static readonly SignatureAlgorithm HmacSha256 = new("HMAC-SHA256", SignatureHeaders.ContentSha256, isHmac: true);
    public static readonly SignatureAlgorithm HmacSm3 = new("HMAC-SM3", SignatureHeaders.ContentSm3, isHmac: true);
    public static readonly SignatureAlgorithm Sm2 = new("SM2", SignatureHeaders.ContentSm3, isHmac: false);

    private SignatureAlgorithm(string name, string contentHeader, bool isHmac) => (Name, ContentHeader, IsHmac) = (name, contentHeader, isHmac);

    public static IReadOnlyList<SignatureAlgorithm> All { get; } = [HmacSha256, HmacSm3, Sm2];

    public string Name { get; }

    /// <summary>The header that carries the body's hash.</summary>
    public string ContentHeader { get; }

    /// <summary>With a secret that both sides know; otherwise with the app's own key, of which the public half is known here.</summary>
    public bool IsHmac { get; }

    private bool IsSha256 => ContentHeader == SignatureHeaders.ContentSha256;

    public static SignatureAlgorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public BodyHash BeginBody() => IsSha256 ? new BodyHash.Sha256() : new BodyHash.Sm3();

    public byte[] HashOf(ReadOnlySpan<byte> content)
    {
        using var hash = BeginBody();
        hash.Append(content);
        return hash.End();
    }

    /// <summary>The HMAC of a text under a secret.</summary>
    public byte[] Code(byte[] secret, byte[] text)
    {
        if (IsSha256)
        {
            return HMACSHA256.HashData(secret, text);
        }

        var hmac = new HMac(new SM3Digest());
        hmac.Init(new KeyParameter(secret));
        hmac.BlockUpdate(text, 0, text.Length);
        var code = new byte[hmac.GetMacSize()];
        hmac.DoFinal(code, 0);
        return code;
    }

    /// <summary>Compares in a time that says nothing of how much is right.</summary>
    public bool Fits(byte[] secret, byte[] text, ReadOnlySpan<byte> signature) => CryptographicOperations.FixedTimeEquals(Code(secret, text), signature);
}

/// <summary>A hash that is taken while a body streams by.</summary>
internal abstract class BodyHash : IDisposable
{
    public abstract void Append(ReadOnlySpan<byte> part);

    public abstract byte[] End();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    internal sealed class Sha256 : BodyHash
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override void Append(ReadOnlySpan<byte> part) => hash.AppendData(part);

        public override byte[] End() => hash.GetHashAndReset();

        public override void Dispose()
        {
            hash.Dispose();
            base.Dispose();
        }
    }

    internal sealed class Sm3 : BodyHash
    {
        private readonly SM3Digest digest = new();
        private readonly byte[] block = new byte[4 << 10];

        // The package takes arrays alone.
        public override void Append(ReadOnlySpan<byte> part)
        {
            while (!part.IsEmpty)
            {
                var length = Math.Min(part.Length, block.Length);
                part[..length].CopyTo(block);
                digest.BlockUpdate(block, 0, length);
                part = part[length..];
            }
        }

        public override byte[] End()
        {
            var hash = new byte[digest.GetDigestSize()];
            digest.DoFinal(hash, 0);
            return hash;
        }
    }
}
