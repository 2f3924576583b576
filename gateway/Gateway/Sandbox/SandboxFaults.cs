using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sandbox;

/// <summary>
/// Faults on request (故障注入), by the header <c>X-Pc-Sandbox-Fault: NAME; times=N; id=TEXT</c>: what a portal must bear in production is tried out here. With <c>times</c> the first so
/// many calls of the caller that bear the same header fail, and those after them are answered.
/// </summary>
internal sealed class SandboxFaults(RequestDelegate next) : IDisposable
{
    public const string Header = "X-Pc-Sandbox-Fault";

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    // By name, so that a new one stands in one place.
    private readonly Dictionary<string, RequestDelegate> faults = new(StringComparer.Ordinal)
    {
        ["too-many"] = context => RateLimits.RefuseAsync(context, Wait),
        ["unavailable"] = context =>
        {
            context.Response.Headers.RetryAfter = Wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return ProblemWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "service.unavailable");
        },
        ["resync"] = context => ProblemWriter.WriteAsync(context, StatusCodes.Status410Gone, "feed.resync"),
        ["slow"] = async context =>
        {
            await Task.Delay(Slow, context.RequestAborted);
            await next(context);
        },
        ["cut"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        // The case for which there is Idempotency-Key: it was done, and the caller cannot know.
        ["lost-answer"] = async context =>
        {
            context.Response.Body = Stream.Null;
            await next(context);
            context.Abort();
        },
    };

    private readonly MemoryCache calls = new(new MemoryCacheOptions());

    public Task InvokeAsync(HttpContext context)
    {
        if (context.User is not SessionPrincipal { Post.Caller: var caller } || !context.Request.Headers.TryGetValue(Header, out var values))
        {
            return next(context);
        }

        var text = values.ToString();
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var times = 0;
        if (!faults.TryGetValue(parts[0], out var fault)
            || !parts.Skip(1).All(part => part.StartsWith("id=", StringComparison.Ordinal) || (part.StartsWith("times=", StringComparison.Ordinal) && int.TryParse(part["times=".Length..], out times) && times is > 0 and <= 100)))
        {
            return ProblemWriter.WriteAsync(context, StatusCodes.Status400BadRequest, "request.invalid", errors: [new(Header, "field.malformed")]);
        }

        return times == 0 || IsAmongFirst(times, (caller.UserId, text)) ? fault(context) : next(context);
    }

    public void Dispose() => calls.Dispose();

    private bool IsAmongFirst(int times, object key)
    {
        var counter = calls.GetOrCreate(key, entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Remembered;
            return new System.Runtime.CompilerServices.StrongBox<int>();
        })!;
        return Interlocked.Increment(ref counter.Value) <= times;
    }
}
