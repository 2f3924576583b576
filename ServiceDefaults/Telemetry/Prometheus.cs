using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

public static class PrometheusExtensions
{
    public static MeterProviderBuilder AddPrometheusText(this MeterProviderBuilder metrics) => metrics
        .ConfigureServices(services => services.AddSingleton<PrometheusExporter>())
        .AddReader(services => new BaseExportingMetricReader(services.GetRequiredService<PrometheusExporter>()));

    /// <summary>All measures in the text format of Prometheus. For the monitor's network only; who maps it says who may read it.</summary>
    public static IEndpointConventionBuilder MapPrometheus(this IEndpointRouteBuilder routes, string path = "/metrics") => routes
        .MapGet(path, ScrapeAsync)
        .ExcludeFromDescription()
        .DisableHttpMetrics();

    private static async Task<ContentHttpResult> ScrapeAsync(PrometheusExporter exporter, CancellationToken cancellation) =>
        TypedResults.Text(await exporter.ScrapeAsync(cancellation), "text/plain; version=0.0.4; charset=utf-8");
}

/// <summary>Prometheus text format 0.0.4 over the pull interface of the OpenTelemetry SDK, which is collected only when somebody asks.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string _text = "";
    private RouteTimings _routes = new();

    public Func<int, bool>? Collect { get; set; }

    public Task<string> ScrapeAsync(CancellationToken cancellation) => CollectAsync(() => _text, cancellation);

    public Task<RouteTimings> RoutesAsync(CancellationToken cancellation) => CollectAsync(() => _routes, cancellation);

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var routes = new RouteTimings();
        var families = new SortedDictionary<string, Family>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            if (RouteTimings.IsMeasuredBy(metric))
            {
                routes.Add(metric);
            }

            if (TypeOf(metric.MetricType) is not { } type)
            {
                continue;
            }

            var name = NameOf(metric.Name, metric.Unit, type);
            if (!families.TryGetValue(name, out var family))
            {
                families[name] = family = new Family(type, metric.Description ?? "");
            }

            // Two meters may use one name, but a family has one type.
            if (family.Type == type)
            {
                Append(family.Body, name, metric);
            }
        }

        var text = new StringBuilder();
        foreach (var (name, family) in families)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n"))
                .Append("\n# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n').Append(family.Body);
        }

        (_text, _routes) = (text.ToString(), routes);
        return ExportResult.Success;
    }

    // One collection at a time: what it made is read before the next begins.
    private async Task<T> CollectAsync<T>(Func<T> made, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            Collect!(5_000);
            return made();
        }
        finally
        {
            _gate.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gate.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string? TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static void Append(StringBuilder body, string name, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(metric.MeterName, point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Line(body, name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Line(body, name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Line(body, name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Line(body, name, labels, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    var count = 0L;
                    foreach (var bucket in point.GetHistogramBuckets())
                    {
                        count += bucket.BucketCount;
                        Line(body, name + "_bucket", $"{labels},le=\"{Number(bucket.ExplicitBound)}\"", count);
                    }

                    Line(body, name + "_sum", labels, point.GetHistogramSum());
                    Line(body, name + "_count", labels, point.GetHistogramCount());
                    break;
            }
        }
    }

    private static string LabelsOf(string meter, ReadOnlyTagCollection tags)
    {
        var labels = new StringBuilder("otel_scope_name=\"").Append(Escape(meter)).Append('"');
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var name = Clean(key);
            if (names.Add(name))
            {
                labels.Append(',').Append(name).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
            }
        }

        return labels.ToString();
    }

    private static void Line(StringBuilder body, string name, string labels, double value) =>
        body.Append(name).Append('{').Append(labels).Append("} ").Append(Number(value)).Append('\n');

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return clean.Length > 0 && !char.IsAsciiDigit(clean[0]) ? clean : "_" + clean;
    }

    private static string NameOf(string metric, string? unit, string type)
    {
        var name = Clean(metric);
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "%" => "_percent",
            null or "" or "1" or ['{', ..] => "",
            _ => "_" + Clean(unit),
        };
        if (!name.EndsWith(suffix, StringComparison.Ordinal))
        {
            name += suffix;
        }

        return type == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private sealed record Family(string Type, string Help)
    {
        public StringBuilder Body { get; } = new();
    }
}
