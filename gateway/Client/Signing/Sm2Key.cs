using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace PartyCloud.Client.Signing;

/// <summary>
/// The public half of an app's SM2 key (SM2 公钥), as GB/T 32918 has it: curve sm2p256v1, SM3, the usual user id 1234567812345678. The
/// package stands behind the classes of this folder alone, so that a certified provider can take its place.
/// </summary>
internal sealed class Sm2Key
{
    private const int RawSignature = 64;

    // The one of its own arithmetic; that of GMNamedCurves reckons with big integers and takes several times as long.
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("sm2p256v1");
    internal static readonly ECDomainParameters Domain = new(Curve.Curve, Curve.G, Curve.N, Curve.H);
    internal static readonly byte[] UserId = "1234567812345678"u8.ToArray();

    private static readonly BigInteger Prime = Curve.Curve.Field.Characteristic;
    private static readonly FixedPoint Generator = new(Curve.G);

    private readonly byte[] signer;
    private readonly Lazy<FixedPoint> multiples;

    private Sm2Key(byte[] point)
    {
        Point = point;
        var decoded = Curve.Curve.DecodePoint(point);
        signer = SignatureAlgorithm.Sm2.HashOf(
            [0, (byte)(8 * UserId.Length), .. UserId, .. Curve.Curve.A.GetEncoded(), .. Curve.Curve.B.GetEncoded(), .. Curve.G.GetEncoded(false).AsSpan(1), .. point.AsSpan(1)]);
        multiples = new(() => new(decoded));
    }

    /// <summary>Not compressed: 04, x, y.</summary>
    public byte[] Point { get; }

    public static Sm2Key Of(byte[] point) => new(point);

    /// <summary>From PEM or base64 of a SubjectPublicKeyInfo, or the point in hex or base64; null for what is none of these or lies off the curve.</summary>
    public static Sm2Key? Parse(string text)
    {
        try
        {
            var bytes = PemEncoding.TryFind(text, out var fields) ? Convert.FromBase64String(text[fields.Base64Data])
                : text.Length == 130 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text)
                : Convert.FromBase64String(text);
            return bytes is [4, ..] and { Length: 65 } ? new(bytes) : OfInfo(bytes);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or IOException or InvalidOperationException or ArithmeticException or InvalidCastException)
        {
            return null;
        }
    }

    /// <param name="signature">Of 64 bytes: r and s one after the other; otherwise DER.</param>
    public bool Fits(byte[] text, byte[] signature)
    {
        try
        {
            IDsaEncoding? encoding = signature.Length == RawSignature ? PlainDsaEncoding.Instance : signature is [0x30, ..] ? StandardDsaEncoding.Instance : null;
            return encoding?.Decode(Domain.N, signature) is [var r, var s] && Fits(text, r, s);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or ArithmeticException or InvalidCastException or InvalidOperationException)
        {
            return false;
        }
    }

    // GB/T 32918.2, 7.1. The library's own SM2Signer takes three times as long, as it knows nothing of a key that comes again and again.
    private bool Fits(byte[] text, BigInteger r, BigInteger s)
    {
        var t = r.Add(s).Mod(Domain.N);
        if (!IsNumber(r) || !IsNumber(s) || t.SignValue == 0)
        {
            return false;
        }

        // The rule adds the point's x to the text's hash and looks for r; which x that would be can be told before.
        var x = r.Subtract(new BigInteger(1, SignatureAlgorithm.Sm2.HashOf([.. signer, .. text]))).Mod(Domain.N);
        var point = FixedPoint.Sum(Generator, s, multiples.Value, t);
        return point.HasX(x) || (x.Add(Domain.N) is var second && second.CompareTo(Prime) < 0 && point.HasX(second));
    }

    private static bool IsNumber(BigInteger number) => number.SignValue > 0 && number.CompareTo(Domain.N) < 0;

    /// <summary>By which people tell keys apart: the beginning of the SM3 of the point.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SignatureAlgorithm.Sm2.HashOf(Point).AsSpan(0, 8));

    private static Sm2Key? OfInfo(byte[] der)
    {
        return der is [0x30, ..] && SubjectPublicKeyInfo.GetInstance(der) is { } info && info.AlgorithmID.Parameters?.Equals(GMObjectIdentifiers.sm2p256v1) == true
            && info.PublicKeyData.GetBytes() is [4, ..] and { Length: 65 } point ? new(point) : null;
    }
}
