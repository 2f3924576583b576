using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

public static class PrometheusExtensions
{
    /// <summary>All measures in the text format of Prometheus. For the monitor's network only; who maps it says who may read it.</summary>
    public static IEndpointConventionBuilder MapPrometheus(this IEndpointRouteBuilder routes, string path = "/metrics") => routes
        .MapGet(path, ScrapeAsync)
        .ExcludeFromDescription()
        .DisableHttpMetrics();

    private static async Task<ContentHttpResult> ScrapeAsync(Measures measures, CancellationToken cancellation)
    {
        var text = new PrometheusText();
        await measures.ReadAsync(text.Add, cancellation);
        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }
}

/// <summary>Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly SortedDictionary<string, Family> families = new(StringComparer.Ordinal);

    public void Add(Metric metric)
    {
        if (TypeOf(metric.MetricType) is not { } type)
        {
            return;
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

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, family) in families)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n"))
                .Append("\n# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n').Append(family.Body);
        }

        return text.ToString();
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
            if (metric.MetricType is not MetricType.Histogram)
            {
                Line(body, name, labels, Measures.ValueOf(metric, in point));
                continue;
            }

            var count = 0L;
            foreach (var bucket in point.GetHistogramBuckets())
            {
                count += bucket.BucketCount;
                Line(body, name + "_bucket", $"{labels},le=\"{Number(bucket.ExplicitBound)}\"", count);
            }

            Line(body, name + "_sum", labels, point.GetHistogramSum());
            Line(body, name + "_count", labels, point.GetHistogramCount());
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
