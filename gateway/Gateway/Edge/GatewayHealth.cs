using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.ServiceDefaults.Operations;
using Yarp.ReverseProxy;

namespace PartyCloud.Gateway.Edge;

/// <summary>
/// <c>/alive</c>: the process is up. <c>/health</c>: its database and the broker answer; a service behind it that does not makes
/// it degraded, since the others are still served.
/// </summary>
internal static class GatewayHealth
{
    public static void AddServicesHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(nameof(GatewayHealth)).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(4));
        var checks = builder.Services.AddHealthChecks();
        foreach (var service in Forwarding.Forwarding.Services(builder.Configuration))
        {
            checks.Add(new HealthCheckRegistration(
                service,
                provider => new ServiceHealth(provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<IProxyStateLookup>(), service),
                HealthStatus.Degraded,
                [StatusOfService.OutsideTag]));
        }
    }

    public static void MapGatewayHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/alive", new() { Predicate = _ => false }).AllowAnonymous().WithMetadata(new UnlimitedMetadata());
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous().WithMetadata(new UnlimitedMetadata());
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = JsonNamingPolicy.CamelCase.ConvertName(report.Status.ToString()),
        parts = report.Entries.ToDictionary(entry => entry.Key, entry => JsonNamingPolicy.CamelCase.ConvertName(entry.Value.Status.ToString())),
    });

    private sealed class ServiceHealth(IHttpClientFactory clients, IProxyStateLookup clusters, string service) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                using var client = clients.CreateClient(nameof(GatewayHealth));
                using var answer = await client.GetAsync(new Uri(clusters.AddressOf(service), "/health"), cancellationToken);
                return answer.IsSuccessStatusCode ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded();
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                return HealthCheckResult.Degraded();
            }
        }
    }
}
