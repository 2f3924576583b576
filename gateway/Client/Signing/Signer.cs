using System.Text;

namespace PartyCloud.Client.Signing;

/// <summary>An app with what it signs by.</summary>
internal sealed class Signer
{
    private readonly Func<byte[], byte[]> sign;

    private Signer(Guid app, SignatureAlgorithm algorithm, Func<byte[], byte[]> sign) => (App, Algorithm, this.sign) = (app, algorithm, sign);

    public Guid App { get; }

    public SignatureAlgorithm Algorithm { get; }

    public static Signer Of(PartyCloudOptions options)
    {
        if (options.App == Guid.Empty)
        {
            throw new ArgumentException("App is not set.", nameof(options));
        }

        if (options.Sm2Device is { } device)
        {
            return new(options.App, SignatureAlgorithm.Sm2, device);
        }

        if (options.Sm2PrivateKey is { } text)
        {
            var key = Sm2PrivateKey.Parse(text) ?? throw new ArgumentException("Sm2PrivateKey is neither PKCS#8 as PEM nor 64 hex digits.", nameof(options));
            return new(options.App, SignatureAlgorithm.Sm2, key.Sign);
        }

        var secret = Encoding.ASCII.GetBytes(options.Secret ?? throw new ArgumentException("Secret is not set, nor a key of SM2.", nameof(options)));
        var algorithm = SignatureAlgorithm.Find(options.Algorithm) is { IsHmac: true } known
            ? known
            : throw new ArgumentException($"Algorithm is {options.Algorithm}; a secret goes with HMAC-SHA256 or HMAC-SM3.", nameof(options));
        return new(options.App, algorithm, text => algorithm.Code(secret, text));
    }

    public string Sign(StringToSign text) => Convert.ToBase64String(sign(Encoding.UTF8.GetBytes(text.Text)));
}
