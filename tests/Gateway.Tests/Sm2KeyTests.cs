using System.Globalization;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using PartyCloud.Client.Signing;

namespace PartyCloud.Gateway.Tests;

/// <summary>The check of SM2 signatures says what the library's own signer says, of whatever is signed and however it is changed.</summary>
public sealed class Sm2KeyTests
{
    private static readonly BigInteger N = CustomNamedCurves.GetByName("sm2p256v1").N;

    private readonly Random random = new(20260701);

    [Fact]
    public void What_the_library_signs_fits_and_what_it_refuses_does_not()
    {
        var verdicts = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        for (var turn = 0; turn < 40; turn++)
        {
            var number = Number();
            var (key, library) = (KeyOf(number), LibraryOf(number));
            var text = new byte[random.Next(0, 300)];
            random.NextBytes(text);
            var signature = Sm2PrivateKey.Parse(number.ToString(16).PadLeft(64, '0'))!.Sign(text);
            var (r, s) = (new BigInteger(1, signature, 0, 32), new BigInteger(1, signature, 32, 32));
            (byte[] Text, BigInteger R, BigInteger S)[] tries =
            [
                (text, r, s), ([.. text, 0], r, s), (text, r.Add(BigInteger.One), s), (text, r, s.Add(BigInteger.One)), (text, s, r), (text, r, N.Subtract(s)), (text, N.Subtract(r), s),
                (text, BigInteger.Zero, s), (text, r, BigInteger.Zero), (text, r, N.Subtract(r)), (text, Number(), Number()), (text, BigInteger.One, N.Subtract(BigInteger.One)),
            ];
            foreach (var (said, one, other) in tries)
            {
                var raw = Raw(one, other);
                var expected = library(said, raw);
                Assert.True(expected == key.Fits(said, raw), $"{turn}: {Convert.ToHexString(raw)} of {Convert.ToHexString(said)} under {number.ToString(16)}");
                verdicts[expected]++;
            }

            Assert.True(key.Fits(text, StandardDsaEncoding.Instance.Encode(N, r, s)));
            Assert.False(KeyOf(Number()).Fits(text, signature));
        }

        Assert.Equal((40, 40 * 11), (verdicts[true], verdicts[false]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("3003020101")]
    [InlineData("300604010104010100")]
    [InlineData("30800201010201010000")]
    [InlineData("3006020100020100")]
    [InlineData("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void What_is_no_signature_fits_nothing(string signature) => Assert.False(KeyOf(Number()).Fits("样例"u8.ToArray(), Convert.FromHexString(signature)));

    private BigInteger Number()
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(1, bytes).Mod(N.Subtract(BigInteger.Two)).Add(BigInteger.One);
    }

    private static Sm2Key KeyOf(BigInteger number) => Sm2Key.Of(Sm2Key.Domain.G.Multiply(number).Normalize().GetEncoded(false));

    private static Func<byte[], byte[], bool> LibraryOf(BigInteger number)
    {
        var key = new ParametersWithID(new ECPublicKeyParameters(Sm2Key.Domain.G.Multiply(number), Sm2Key.Domain), Sm2Key.UserId);
        return (text, signature) =>
        {
            var signer = new SM2Signer(PlainDsaEncoding.Instance);
            signer.Init(false, key);
            signer.BlockUpdate(text, 0, text.Length);
            try
            {
                return signer.VerifySignature(signature);
            }
            catch (ArgumentException)
            {
                return false;
            }
        };
    }

    private static byte[] Raw(BigInteger r, BigInteger s) => Convert.FromHexString(string.Create(CultureInfo.InvariantCulture, $"{r.ToString(16).PadLeft(64, '0')}{s.ToString(16).PadLeft(64, '0')}"));
}
