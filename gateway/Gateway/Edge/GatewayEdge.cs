using Microsoft.AspNetCore.HttpOverrides;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Console;
using PartyCloud.Gateway.Documents;
using PartyCloud.Gateway.Sandbox;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Documents;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Gateway.Edge;

/// <summary>What every request passes, in this order; it is kept short, because most requests are only handed on.</summary>
internal static class GatewayEdge
{
    public static void UseEdge(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseServerSpans();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseDocs();
        app.UseConsole();
        app.UseRouting();
        app.Use(Deprecation.TellAsync);
        app.UseMiddleware<Refusals>();
        app.UseMiddleware<SessionGate>();
        app.UseMiddleware<EnvelopedCalls>();
        app.UseSandbox();
        app.UseAuthorization();
        // Only for the gateway's own administration: the services see to theirs, and an answer with a token in it is never kept.
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<PermissionMetadata>() is not null,
            administration =>
            {
                administration.UseIdempotency();
                administration.UseEnumQueries();
            });
        app.MapGatewayHealth();
        app.MapPrometheus().AllowAnonymous().WithMetadata(new UnlimitedMetadata()).OnlyForMonitoring(app.Configuration);
    }

    // Only a proxy that the settings name is believed when it says where a request came from.
    private static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Configuration.GetSection("TrustedProxies").Get<string[]>() is not { Length: > 0 } networks)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        app.UseForwardedHeaders(options);
    }
}
