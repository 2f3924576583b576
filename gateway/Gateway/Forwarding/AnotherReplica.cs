using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace PartyCloud.Gateway.Forwarding;

/// <summary>
/// A request that reached nobody is handed to another replica: one that was killed, or went before the gateway could see it, costs no request. Where a connection was made, something may
/// have been done, and the caller is told.
/// </summary>
internal static class AnotherReplica
{
    public static void Use(IReverseProxyApplicationBuilder proxy)
    {
        proxy.Use(AskAsync);
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    }

    private static async Task AskAsync(HttpContext context, RequestDelegate next)
    {
        var proxied = context.GetReverseProxyFeature();
        List<DestinationState> left = [.. proxied.AllDestinations];
        await next(context);
        while (ReachedNobody(context) && proxied.ProxiedDestination is { } gone && left.Remove(gone) && left.Count > 0)
        {
            proxied.AvailableDestinations = left;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            await next(context);
        }
    }

    private static bool ReachedNobody(HttpContext context) =>
        !context.Response.HasStarted && context.GetForwarderErrorFeature() is { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } };
}
