using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using PartyCloud.Client.Signing;

namespace PartyCloud.Client.Envelopes;

/// <summary>
/// SM4-GCM under a key of the app's secret: the first 16 bytes of the HMAC-SM3 of "SM4" under it. The call's nonce goes into the tag, so that no answer can be taken for that of another call.
/// </summary>
internal static class EnvelopeCipher
{
    private const int KeySize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static readonly byte[] Label = "SM4"u8.ToArray();

    /// <param name="secret">The app's, by its own characters.</param>
    /// <param name="call">The call's nonce, as it stands in its header.</param>
    public static Envelope Seal(Guid app, byte[] secret, string call, ReadOnlySpan<byte> content, DateTimeOffset now, Func<byte[], byte[]> sign)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var box = Run(forEncryption: true, secret, nonce, call, content.ToArray(), 0, content.Length, into: NonceSize);
        nonce.CopyTo(box, 0);
        var envelope = new Envelope(
            app.ToString(), Envelope.Version1, Envelope.Sm4, Envelope.Sm2, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(box), "");
        return envelope with { SignData = Convert.ToBase64String(sign(Encoding.UTF8.GetBytes(envelope.ToSign))) };
    }

    public static bool IsSignedBy(Envelope envelope, Sm2Key key)
    {
        var signature = new byte[envelope.SignData.Length];
        return Convert.TryFromBase64String(envelope.SignData, signature, out var length) && key.Fits(Encoding.UTF8.GetBytes(envelope.ToSign), signature[..length]);
    }

    /// <returns>The content; null where it was enciphered otherwise, or for another call.</returns>
    public static byte[]? Open(Envelope envelope, byte[] secret, string call)
    {
        var box = new byte[envelope.EncData.Length];
        if (!Convert.TryFromBase64String(envelope.EncData, box, out var length) || length < NonceSize + TagSize)
        {
            return null;
        }

        try
        {
            return Run(forEncryption: false, secret, box[..NonceSize], call, box, NonceSize, length - NonceSize, into: 0);
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }

    private static byte[] Run(bool forEncryption, byte[] secret, byte[] nonce, string call, byte[] input, int start, int length, int into)
    {
        var key = SignatureAlgorithm.HmacSm3.Code(secret, Label)[..KeySize];
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key), 8 * TagSize, nonce, Encoding.UTF8.GetBytes(call)));
        var output = new byte[into + cipher.GetOutputSize(length)];
        cipher.DoFinal(output, into + cipher.ProcessBytes(input, start, length, output, into));
        return output;
    }
}
