using System.Net;

namespace PartyCloud.Gateway.Edge;

/// <summary>The gateway's port is the public one, so <c>/metrics</c> answers only the networks that the settings name, and nobody who comes through another proxy.</summary>
internal static class MetricsAccess
{
    private static readonly string[] Private =
        ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

    public static TBuilder OnlyForMonitoring<TBuilder>(this TBuilder builder, IConfiguration configuration)
        where TBuilder : IEndpointConventionBuilder
    {
        var networks = (configuration.GetSection("Metrics:Networks").Get<string[]>() ?? Private).Select(text => IPNetwork.Parse(text)).ToArray();
        builder.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                if (context.Connection.RemoteIpAddress is { } remote && !context.Request.Headers.ContainsKey("X-Forwarded-For")
                    && Array.Exists(networks, network => network.Contains(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        });
        return builder;
    }
}
