using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PartyCloud.ServiceDefaults.Operations;

namespace PartyCloud.ServiceDefaults.Telemetry;

public static class TelemetryExtensions
{
    // They tell several lines of every request, which traces and measures tell better; a setting brings them back.
    private static readonly string[] Talkative = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http.HttpClient"];

    /// <summary>
    /// Traces, measures and logs under the service's name: measures always at <c>/metrics</c>, all three by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a receiver
    /// (http/protobuf unless <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> says grpc). The console shows plain lines, or JSON with <c>Logging__Console__FormatterName=json</c>.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        AddConsole(builder);
        builder.Services.AddSingleton<Measures>();
        builder.Services.AddSingleton<FigureHistory>();
        builder.Services.AddSingleton(provider => new RouteTimes(provider.GetRequiredService<Measures>()));
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName, serviceNamespace: "partycloud", serviceVersion: version))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Diagnostics",
                    "Microsoft.AspNetCore.RateLimiting", "Microsoft.EntityFrameworkCore", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit")
                .AddReader(provider => new BaseExportingMetricReader(provider.GetRequiredService<Measures>())));
        var endpoint = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (string.IsNullOrWhiteSpace(endpoint))
        {
            return;
        }

        // RabbitMQ.Client's own sources are left out: they would double MassTransit's.
        var protocol = builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        telemetry
            .WithTracing(traces => traces.AddSource(Telemetry.Name, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit"))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter(protocol, new Uri(endpoint));
    }

    private static void AddConsole(IHostApplicationBuilder builder)
    {
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        foreach (var category in Talkative.Where(category => builder.Configuration[$"Logging:LogLevel:{category}"] is null))
        {
            builder.Logging.AddFilter(category, LogLevel.Warning);
        }

        builder.Logging.AddConsoleFormatter<PlainFormatter, ConsoleFormatterOptions>();
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= PlainFormatter.Plain);
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.IncludeScopes = true;
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }
}
