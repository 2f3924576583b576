using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace PartyCloud.Client.Signing;

/// <summary>The private half of an app's SM2 key (SM2 私钥); see <see cref="Sm2Key"/>.</summary>
internal sealed class Sm2PrivateKey
{
    private readonly ParametersWithID key;

    private Sm2PrivateKey(BigInteger number)
    {
        key = new(new ECPrivateKeyParameters(number, Sm2Key.Domain), Sm2Key.UserId);
        Public = Sm2Key.Of(Sm2Key.Domain.G.Multiply(number).Normalize().GetEncoded(false));
    }

    /// <summary>The other half.</summary>
    public Sm2Key Public { get; }

    /// <summary>From PKCS#8 as PEM, or the number in 64 hex digits; null for what is neither.</summary>
    public static Sm2PrivateKey? Parse(string text)
    {
        try
        {
            if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
            {
                return Of(new BigInteger(text, 16));
            }

            return PemEncoding.TryFind(text, out var fields) && PrivateKeyFactory.CreateKey(Convert.FromBase64String(text[fields.Base64Data])) is ECPrivateKeyParameters parsed
                ? Of(parsed.D)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or IOException or GeneralSecurityException)
        {
            return null;
        }
    }

    /// <summary>r and s one after the other, 64 bytes.</summary>
    public byte[] Sign(byte[] text)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(true, key);
        signer.BlockUpdate(text, 0, text.Length);
        return signer.GenerateSignature();
    }

    private static Sm2PrivateKey? Of(BigInteger number) =>
        number.SignValue > 0 && number.CompareTo(Sm2Key.Domain.N.Subtract(BigInteger.One)) < 0 ? new(number) : null;
}
