using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using PartyCloud.Client.Signing;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>The vectors that portals' developers are given, computed by other means than ours.</summary>
public sealed class SignatureVectorTests
{
    private static readonly JsonObject Vectors = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Folder(), "deploy", "docs", "portals", "signature-vectors.json")))!.AsObject();

    [Fact]
    public void Every_query_of_the_vectors_has_its_canonical_form()
    {
        foreach (var vector in Vectors["canonicalQueries"]!.AsArray())
        {
            Assert.Equal(Text(vector, "canonical"), StringToSign.Canonical(Text(vector, "query")));
        }
    }

    [Fact]
    public void Every_signature_of_the_vectors_is_made_or_verified_and_no_other_is()
    {
        var secret = Encoding.ASCII.GetBytes(Text(Vectors, "secret"));
        var key = Sm2Key.Parse(Text(Vectors["sm2"], "publicKey"))!;
        var looked = new Dictionary<string, int>();
        foreach (var vector in Vectors["signatures"]!.AsArray())
        {
            var algorithm = SignatureAlgorithm.Find(Text(vector, "algorithm"))!;
            var hash = Convert.ToHexStringLower(algorithm.HashOf(Encoding.UTF8.GetBytes(Text(vector, "body"))));
            Assert.Equal(Text(vector, "contentHash"), hash);
            var toSign = StringToSign.Of(Text(vector, "method"), Text(vector, "target"), Text(vector, "timestamp"), Text(vector, "nonce"), hash).Text;
            Assert.Equal(Text(vector, "stringToSign"), toSign);

            var (text, other) = (Encoding.UTF8.GetBytes(toSign), Encoding.UTF8.GetBytes(toSign + " "));
            var signature = Convert.FromBase64String(Text(vector, "signature"));
            looked[algorithm.Name] = looked.GetValueOrDefault(algorithm.Name) + 1;
            if (algorithm.IsHmac)
            {
                Assert.Equal(signature, algorithm.Code(secret, text));
                Assert.True(algorithm.Fits(secret, text, signature));
                Assert.False(algorithm.Fits(secret, other, signature));
                Assert.False(algorithm.Fits(secret, text, signature.AsSpan(1)));
                continue;
            }

            var raw = Convert.FromBase64String(Text(vector, "signatureRaw"));
            foreach (var form in new[] { signature, raw })
            {
                Assert.True(key.Fits(text, form));
                Assert.False(key.Fits(other, form));
                Assert.False(key.Fits(text, form[1..]));
                Assert.False(key.Fits(text, [.. form[..^1], (byte)(form[^1] ^ 1)]));
            }

            Assert.False(key.Fits(text, new byte[64]));
            Assert.False(key.Fits(text, []));
        }

        Assert.Equal([("HMAC-SHA256", 4), ("HMAC-SM3", 4), ("SM2", 4)], looked.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void The_vectors_of_the_standards_and_of_other_platforms_hold()
    {
        var by = Vectors["standards"]!.AsArray().ToDictionary(vector => Text(vector, "id"));
        Assert.Equal(["T72", "T73", "T74", "T75", "T76"], by.Keys.Order());

        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Text(by["T72"], "expected"));
        Assert.Equal(Text(by["T72"], "expected"), Convert.ToHexStringLower(SignatureAlgorithm.HmacSm3.HashOf("abc"u8)));

        var block = new byte[16];
        var sm4 = new SM4Engine();
        sm4.Init(true, new KeyParameter(Convert.FromHexString(Text(by["T73"], "key"))));
        sm4.ProcessBlock(Convert.FromHexString(Text(by["T73"], "text")), 0, block, 0);
        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(block));
        Assert.Equal(Text(by["T73"], "expected"), Convert.ToHexStringLower(block));

        Assert.Equal("TfOH+rDNCPcGVIsebr+Q6mAyjdqrabReo25inTKa0JY=", Code("T74"));
        Assert.Equal(Text(by["T74"], "expected"), Code("T74"));
        Assert.Equal("3c09d630a2aff4acbc77f8297b8b34c01f8fec3ed10d1a2e025742c2b8a6c1ba", Text(by["T75"], "expected"));
        Assert.Equal(Text(by["T75"], "expected"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(by["T75"], "text")))));
        Assert.Equal("v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", "v1," + Code("T76"));
        Assert.Equal(Text(by["T76"], "expected"), "v1," + Code("T76"));

        string Code(string id) => Convert.ToBase64String(
            SignatureAlgorithm.HmacSha256.Code(Encoding.UTF8.GetBytes(Text(by[id], "key")), Encoding.UTF8.GetBytes(Text(by[id], "text"))));
    }

    [Fact]
    public void A_public_key_is_read_in_every_usual_form_and_nothing_else_is_one()
    {
        var pem = Text(Vectors["sm2"], "publicKey");
        var key = Sm2Key.Parse(pem)!;
        var der = string.Concat(pem.Split('\n')[1..^2]);

        Assert.All(
            [der, Convert.ToHexString(key.Point), Convert.ToBase64String(key.Point)],
            text => Assert.Equal(key.Point, Sm2Key.Parse(text)?.Point));
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.All(
            [
                "", "sample", "-----BEGIN PUBLIC KEY-----", p256.ExportSubjectPublicKeyInfoPem(), Convert.ToBase64String(p256.ExportSubjectPublicKeyInfo()),
                "04" + new string('0', 128), "04" + new string('1', 128), Convert.ToBase64String(new byte[65]), Convert.ToHexString(key.Point)[2..], Text(Vectors["sm2"], "privateKey"),
            ],
            text => Assert.Null(Sm2Key.Parse(text)));
    }

    internal static string Sm2PrivateKey => Text(Vectors["sm2"], "privateKey");

    internal static string Sm2PublicKey => Text(Vectors["sm2"], "publicKey");

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();
}
