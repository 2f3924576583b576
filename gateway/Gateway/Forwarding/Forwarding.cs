using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Access;
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
    private static readonly string[] Withheld = ["Authorization", "Cookie", "Proxy-Authorization", "Forwarded", "X-Real-IP", Edge.SessionGate.PostHeader, SessionCookie.CsrfHeader, .. SignatureHeaders.All];

    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(InternalTokens.FromPrivateKey(
            builder.Configuration["Tokens:PrivateKey"] ?? throw new InvalidOperationException("Tokens:PrivateKey is not set.")));
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection(Section))
            .AddTransforms(context =>
            {
                var tokens = context.Services.GetRequiredService<InternalTokens>();
                var clock = context.Services.GetRequiredService<TimeProvider>();
                context.AddRequestTransform(request =>
                {
                    foreach (var header in Withheld)
                    {
                        RequestTransform.RemoveHeader(request, header);
                    }

                    var post = ((SessionPrincipal)request.HttpContext.User).Post;
                    request.ProxyRequest.Headers.TryAddWithoutValidation("Authorization", post.Authorization(tokens, clock.GetUtcNow()));
                    return ValueTask.CompletedTask;
                });
            });
    }

    /// <summary>The addresses of each service, in the order of the settings.</summary>
    public static IReadOnlyList<(string Service, Uri Address)> Services(IConfiguration configuration) =>
        [.. from cluster in configuration.GetSection($"{Section}:Clusters").GetChildren()
            let address = cluster.GetSection("Destinations").GetChildren().Select(destination => destination["Address"]).FirstOrDefault()
            where address is not null
            select (cluster.Key, new Uri(address))];
}
