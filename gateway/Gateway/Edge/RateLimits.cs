using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Edge;

/// <summary>Section <c>RateLimits</c> of the settings. A rate of 0 means without limit.</summary>
internal sealed class RateLimitOptions
{
    public const string StandardPlan = "standard";

    /// <summary>A signed-in session, over all its requests.</summary>
    public Rate Session { get; set; } = new() { PerSecond = 1000, Burst = 3000 };

    /// <summary>An address that sends no token or an unknown one.</summary>
    public Rate Anonymous { get; set; } = new() { PerSecond = 50, Burst = 200 };

    /// <summary>Sign-ins from one address, behind which a whole office may sit.</summary>
    public Rate SignInByAddress { get; set; } = new() { PerSecond = 2, Burst = 60 };

    /// <summary>Sign-ins to one account, from wherever they come.</summary>
    public Rate SignInByAccount { get; set; } = new() { PerSecond = 0.5, Burst = 20 };

    /// <summary>What the calls of a portal's app are held to, by the name of its plan.</summary>
    public Dictionary<string, Rate> Plans { get; set; } = new(StringComparer.Ordinal)
    {
        [StandardPlan] = new() { PerSecond = 50, Burst = 200 },
    };
}

internal sealed class Rate
{
    public double PerSecond { get; set; }

    public int Burst { get; set; }
}

/// <summary>Token buckets: steady rates with room for a burst.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> session = Of<Guid>(options.Value.Session);
    private readonly PartitionedRateLimiter<IPAddress> anonymous = Of<IPAddress>(options.Value.Anonymous);
    private readonly PartitionedRateLimiter<IPAddress> signInByAddress = Of<IPAddress>(options.Value.SignInByAddress);
    private readonly PartitionedRateLimiter<string> signInByAccount = Of<string>(options.Value.SignInByAccount);

    // A plan that the settings no longer name is the standard one.
    private readonly PartitionedRateLimiter<(Guid App, string Plan)> app = Of<(Guid App, string Plan)>(key => RateOf(options.Value, key.Plan));

    public bool AdmitSession(Guid sessionId, out TimeSpan retryAfter) => Admit(session, sessionId, out retryAfter);

    public bool AdmitAnonymous(IPAddress? address, out TimeSpan retryAfter) => Admit(anonymous, address ?? IPAddress.None, out retryAfter);

    public bool AdmitSignIn(IPAddress? address, string name, out TimeSpan retryAfter) =>
        Admit(signInByAddress, address ?? IPAddress.None, out retryAfter) && Admit(signInByAccount, name, out retryAfter);

    public bool AdmitApp(Guid appId, string plan, out TimeSpan retryAfter) => Admit(app, (appId, plan), out retryAfter);

    /// <summary>
    /// What an app has left of its plan, as the header fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers) say it: the bucket's size and the seconds in which it fills
    /// up again, and how much is in it. Null for a plan without a limit.
    /// </summary>
    public (string Policy, string Left)? LeftOf(Guid appId, string plan)
    {
        if (app.GetStatistics((appId, plan)) is not { } statistics)
        {
            return null;
        }

        var rate = RateOf(options.Value, plan);
        var (size, left) = (Math.Max(1, rate.Burst), statistics.CurrentAvailablePermits);
        // Only what a quoted string may hold; the plans' names are the operator's.
        var name = plan.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? plan : "plan";
        return (string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={size};w={Seconds(size)}"), string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={Seconds(size - left)}"));

        long Seconds(long calls) => (long)Math.Ceiling(calls / rate.PerSecond);
    }

    public static Task RefuseAsync(HttpContext context, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(context, StatusCodes.Status429TooManyRequests, "request.too-many");
    }

    public void Dispose()
    {
        session.Dispose();
        anonymous.Dispose();
        signInByAddress.Dispose();
        signInByAccount.Dispose();
        app.Dispose();
    }

    private static Rate RateOf(RateLimitOptions options, string plan) => options.Plans.GetValueOrDefault(plan) ?? options.Plans[RateLimitOptions.StandardPlan];

    private static bool Admit<T>(PartitionedRateLimiter<T> limiter, T key, out TimeSpan retryAfter)
    {
        using var lease = limiter.AttemptAcquire(key);
        retryAfter = TimeSpan.Zero;
        if (!lease.IsAcquired)
        {
            lease.TryGetMetadata(MetadataName.RetryAfter, out retryAfter);
        }

        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<T> Of<T>(Rate rate)
        where T : notnull => Of<T>(_ => rate);

    private static PartitionedRateLimiter<T> Of<T>(Func<T, Rate> rateOf)
        where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(key => rateOf(key) is { PerSecond: > 0 } rate
            ? RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(rate))
            : RateLimitPartition.GetNoLimiter(key));

    // A rate below one a second is one token in a longer period.
    private static TokenBucketRateLimiterOptions Bucket(Rate rate) => new()
    {
        TokenLimit = Math.Max(1, rate.Burst),
        TokensPerPeriod = Math.Max(1, (int)rate.PerSecond),
        ReplenishmentPeriod = TimeSpan.FromSeconds(rate.PerSecond < 1 ? 1 / rate.PerSecond : 1),
        QueueLimit = 0,
    };
}
