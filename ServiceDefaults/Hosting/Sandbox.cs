using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.ServiceDefaults.Hosting;

/// <summary>
/// An installation for portals' developers (沙箱), with the setting <c>Sandbox:Enabled</c> for all its parts: the same API on made-up data. Elsewhere the headers that start with
/// <c>X-Pc-Sandbox-</c> mean nothing.
/// </summary>
public static class Sandbox
{
    /// <summary>The moment that a call is to take for now.</summary>
    public const string ClockHeader = "X-Pc-Sandbox-Clock";

    public static bool IsSandbox(this IConfiguration configuration) => configuration.GetValue<bool>("Sandbox:Enabled");
}

/// <summary>
/// The clock of a sandbox: stands still where a call asks for it by <see cref="Sandbox.ClockHeader"/>, so that what depends on the date can be tried out. What does not belong to
/// that call goes by the real one: signatures and sessions before it, jobs and consumers after it.
/// </summary>
internal sealed class SandboxClock : TimeProvider
{
    private static readonly AsyncLocal<DateTimeOffset?> Stopped = new();

    public override DateTimeOffset GetUtcNow() => Stopped.Value ?? base.GetUtcNow();

    public static async Task StopAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue(Sandbox.ClockHeader, out var asked))
        {
            if (!DateTimeOffset.TryParseExact(asked.ToString(), "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                await ProblemWriter.WriteAsync(context, StatusCodes.Status400BadRequest, "request.invalid", errors: [new(Sandbox.ClockHeader, "field.malformed")]);
                return;
            }

            Stopped.Value = moment.ToUniversalTime();
        }

        await next(context);
    }
}
