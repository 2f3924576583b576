using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PartyCloud.ServiceDefaults.Documents;

/// <summary>That a route is to go (停用预告): from when it is not to be built upon, from when it may be gone, and what takes its place.</summary>
/// <param name="Successor">A path of the API.</param>
public sealed record DeprecationMetadata(DateOnly Since, DateOnly Sunset, string Successor);

/// <summary>Routes are changed by adding to them; one that must go says so for a while, in the document and with every answer.</summary>
public static class Deprecation
{
    /// <summary>Adds <c>Deprecation</c> (RFC 9745), <c>Sunset</c> (RFC 8594) and a link to the successor; the dates begin in China, where the deadlines of the rules run.</summary>
    public static T Deprecated<T>(this T route, DateOnly since, DateOnly sunset, string successor)
        where T : IEndpointConventionBuilder
    {
        if (sunset <= since)
        {
            throw new ArgumentException("A route that is to go stays for a while.", nameof(sunset));
        }

        return route.WithMetadata(new DeprecationMetadata(since, sunset, successor));
    }

    /// <summary>Stands behind the routing, so that refusals tell it too.</summary>
    public static Task TellAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DeprecationMetadata>() is { } going)
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{BeginOf(going.Since).ToUnixTimeSeconds()}");
                context.Response.Headers["Sunset"] = BeginOf(going.Sunset).ToString("R", CultureInfo.InvariantCulture);
                context.Response.Headers.Append("Link", $"<{going.Successor}>; rel=\"successor-version\"");
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    private static DateTimeOffset BeginOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.FromHours(8));
}
