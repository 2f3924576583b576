using PartyCloud.Client.Envelopes;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Transforms;

namespace PartyCloud.Gateway.Forwarding;

/// <summary>
/// Hands requests on to the services, by the routes in the settings: without the client's own credentials, with the gateway's token
/// for the post that acts. What is no route is not forwarded, so the services' own <c>/health</c>, <c>/metrics</c> and documents are
/// not to be reached.
/// </summary>
internal static class Forwarding
{
    public const string Section = "ReverseProxy";

    // Credentials of the client's, and claims about where it comes from that only the gateway may make.
    private static readonly string[] Withheld = ["Authorization", "Cookie", "Proxy-Authorization", "Forwarded", "X-Real-IP", Edge.SessionGate.PostHeader, SessionCookie.CsrfHeader, Envelope.Header, .. SignatureHeaders.All];

    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(InternalTokens.FromPrivateKey(
            builder.Configuration["Tokens:PrivateKey"] ?? throw new InvalidOperationException("Tokens:PrivateKey is not set.")));
        string[] withheld = builder.Configuration.IsSandbox() ? Withheld : [.. Withheld, ServiceDefaults.Hosting.Sandbox.ClockHeader];
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection(Section))
            .AddTransforms(context =>
            {
                var tokens = context.Services.GetRequiredService<InternalTokens>();
                var clock = context.Services.GetRequiredService<TimeProvider>();
                context.AddRequestTransform(request =>
                {
                    foreach (var header in withheld)
                    {
                        RequestTransform.RemoveHeader(request, header);
                    }

                    var post = ((SessionPrincipal)request.HttpContext.User).Post;
                    request.ProxyRequest.Headers.TryAddWithoutValidation("Authorization", post.Authorization(tokens, clock.GetUtcNow()));
                    return ValueTask.CompletedTask;
                });
            });
    }

    /// <summary>The services that have an address, in the order of the settings.</summary>
    public static IReadOnlyList<string> Services(IConfiguration configuration) =>
        [.. configuration.GetSection($"{Section}:Clusters").GetChildren()
            .Where(cluster => cluster.GetSection("Destinations").GetChildren().Any(destination => destination["Address"] is not null))
            .Select(cluster => cluster.Key)];

    /// <summary>Of one of the service's replicas that the proxy holds for healthy, so that one that is away costs nobody his answer; of any where none is.</summary>
    /// <exception cref="HttpRequestException">The settings name no address for it.</exception>
    public static Uri AddressOf(this IProxyStateLookup clusters, string service)
    {
        var known = clusters.TryGetCluster(service, out var cluster) ? cluster.DestinationsState : null;
        var replicas = known?.AvailableDestinations is { Count: > 0 } available ? available : known?.AllDestinations;
        return replicas is { Count: > 0 }
            ? new Uri(replicas[Random.Shared.Next(replicas.Count)].Model.Config.Address)
            : throw new HttpRequestException($"There is no address for {service}.");
    }
}
