using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace PartyCloud.ServiceDefaults.Telemetry;

// Delete this file when the real telemetry lands: it only keeps the foundation compiling until then.
public static class Telemetry
{
    public static readonly ActivitySource Source = new("PartyCloud");
}

public static class TelemetryExtensions
{
    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName) => _ = (builder, serviceName);

    public static void UseServerSpans(this IApplicationBuilder app) => _ = app;

    public static IEndpointConventionBuilder MapPrometheus(this IEndpointRouteBuilder app) => app.MapGet("/metrics", () => TypedResults.Text(""));
}
