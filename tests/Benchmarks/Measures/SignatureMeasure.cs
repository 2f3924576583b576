using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Apps;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// Processor time of the check of one signed call, from its headers to the verdict, under an app with two secrets of which the second fits;
/// against what the HMAC of the same bytes costs by itself. What waits for the database (the nonce) costs the gateway no processor to speak of.
/// </summary>
internal static class SignatureMeasure
{
    private const double BarMicroseconds = 100;
    private const int Calls = 4000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private const string Target = "/api/v1/members?under=01980000-0000-7000-8000-000000000001&status=formal&q=%E6%A0%B7%E4%BE%8B&limit=50";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var secrets = new[] { Secret(), Secret() };
        var scalar = new BigInteger(1, RandomNumberGenerator.GetBytes(31));
        var curve = GMNamedCurves.GetByName("sm2p256v1");
        var domain = new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H);
        var key = Sm2Key.Of(curve.G.Multiply(scalar).Normalize().GetEncoded(false));
        var ends = Now.AddDays(1);
        var app = new LiveApp(Guid.CreateVersion7(), "sample", null, LevelScope.Everything, [(AppResource.Members, AppAccess.Read, "0")], null)
        {
            Environment = AppEnvironment.Production,
            Networks = [],
            Plan = "standard",
            IsSuspended = false,
            Credentials = [new(Guid.CreateVersion7(), ends, secrets[0], null), new(Guid.CreateVersion7(), ends, secrets[1], null), new(Guid.CreateVersion7(), ends, null, key)],
            CheckedAt = Now,
        };
        List<Result> results = [];
        foreach (var algorithm in SignatureAlgorithm.All)
        {
            var (headers, text) = Signed(app.Id, algorithm, bytes => algorithm.IsHmac ? algorithm.Code(secrets[1], bytes) : Sign(bytes, scalar, domain));
            var calls = algorithm.IsHmac ? Calls : Calls / 20;
            var rates = await Rounds.InterleaveAsync(
                system.Options.Rounds,
                () => Task.FromResult(Microseconds(calls, () => Check(app, headers))),
                () => Task.FromResult(Microseconds(Calls, () => (algorithm.IsHmac ? algorithm : SignatureAlgorithm.HmacSm3).Code(secrets[1], text).Length > 0)));
            cancel.ThrowIfCancellationRequested();
            results.Add(new(
                $"check of a call signed by {algorithm.Name}", rates[0], null, "µs of processor", new([.. rates[0].Values.Select(value => value / BarMicroseconds)]),
                Bar.AtMost(1), $"ratio to {BarMicroseconds:0} µs; bare HMAC of the {text.Length} bytes {rates[1].Median.ToString("0.0", CultureInfo.InvariantCulture)} µs"));
        }

        return results;
    }

    private static byte[] Secret() => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(22)));

    private static (Dictionary<string, string> Headers, byte[] Text) Signed(Guid app, SignatureAlgorithm algorithm, Func<byte[], byte[]> sign)
    {
        var (timestamp, hash) = (Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(algorithm.HashOf([])));
        var text = Encoding.UTF8.GetBytes(StringToSign.Of("GET", Target, timestamp, "sample-nonce-0001", hash).Text);
        return (new(StringComparer.OrdinalIgnoreCase)
        {
            [SignatureHeaders.App] = app.ToString(),
            [SignatureHeaders.Algorithm] = algorithm.Name,
            [SignatureHeaders.Timestamp] = timestamp,
            [SignatureHeaders.Nonce] = "sample-nonce-0001",
            [algorithm.ContentHeader] = hash,
            [SignatureHeaders.Signature] = Convert.ToBase64String(sign(text)),
        }, text);
    }

    private static bool Check(LiveApp app, Dictionary<string, string> headers)
    {
        var call = SignedCall.Read(headers.GetValueOrDefault, out _)!;
        using var body = call.Algorithm.BeginBody();
        return SignatureCheck.IsInTime(call.Timestamp, Now) && SignatureCheck.FindSigner(app, call.Algorithm, call.ToSign("GET", Target), call.Signature) is not null
            && CryptographicOperations.FixedTimeEquals(body.End(), Convert.FromHexString(call.ContentHash));
    }

    private static byte[] Sign(byte[] text, BigInteger scalar, ECDomainParameters domain)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(true, new ECPrivateKeyParameters(scalar, domain));
        signer.BlockUpdate(text, 0, text.Length);
        return signer.GenerateSignature();
    }

    private static double Microseconds(int calls, Func<bool> call)
    {
        // Until what is run often has been compiled for speed, which takes some time and not only some calls.
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < WarmUp;)
        {
            Require(call());
        }

        var before = ThreadTime();
        for (var count = 0; count < calls; count++)
        {
            Require(call());
        }

        return (ThreadTime() - before) / calls;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("A signature that was made here does not fit.");
        }
    }

    /// <summary>Processor time of this thread alone, in microseconds: what else the machine does is not in it.</summary>
    private static double ThreadTime() =>
        ClockGetTime(3, out var time) == 0 ? (time.Seconds * 1e6) + (time.Nanoseconds / 1e3) : throw new InvalidOperationException("The thread's clock cannot be read.");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
