using System.Globalization;
using OpenTelemetry.Metrics;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>Reads from the measures of the web server how long each public route takes.</summary>
internal sealed class RouteTimings
{
    private const string Measure = "http.server.request.duration";
    private const string PublicRoutes = "/api/";

    private readonly SortedDictionary<(string Route, string Method), Sum> sums = [];

    public static bool IsMeasuredBy(Metric metric) => metric.Name == Measure;

    public void Add(Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var (route, method, status) = ("", "", 0);
            foreach (var (key, value) in point.Tags)
            {
                switch (key)
                {
                    case "http.route":
                        route = "/" + Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim('/');
                        break;
                    case "http.request.method":
                        method = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                        break;
                    case "http.response.status_code":
                        status = Convert.ToInt32(value, CultureInfo.InvariantCulture);
                        break;
                }
            }

            if (!route.StartsWith(PublicRoutes, StringComparison.Ordinal))
            {
                continue;
            }

            if (!sums.TryGetValue((route, method), out var sum))
            {
                sums[(route, method)] = sum = new();
            }

            sum.Add(in point, failed: status >= 500);
        }
    }

    public IReadOnlyList<RouteTiming> Of(string service) =>
        [.. sums.Select(entry => new RouteTiming(
            service, entry.Key.Method, entry.Key.Route, entry.Value.Count, entry.Value.Failed, entry.Value.Quantile(0.5), entry.Value.Quantile(0.95), entry.Value.Mean))];

    private sealed class Sum
    {
        private readonly SortedDictionary<double, long> buckets = [];
        private double seconds;

        public long Count { get; private set; }

        public long Failed { get; private set; }

        public double Mean => Milliseconds(seconds / Count);

        public void Add(in MetricPoint point, bool failed)
        {
            Count += point.GetHistogramCount();
            Failed += failed ? point.GetHistogramCount() : 0;
            seconds += point.GetHistogramSum();
            foreach (var bucket in point.GetHistogramBuckets())
            {
                buckets[bucket.ExplicitBound] = buckets.GetValueOrDefault(bucket.ExplicitBound) + bucket.BucketCount;
            }
        }

        // Within a bucket its requests are taken to be spread evenly; beyond the last bound nothing more is known than that bound.
        public double Quantile(double share)
        {
            var wanted = share * Count;
            var (below, seen) = (0.0, 0L);
            foreach (var (bound, count) in buckets)
            {
                if (count > 0 && seen + count >= wanted)
                {
                    return Milliseconds(double.IsPositiveInfinity(bound) ? below : below + ((bound - below) * (wanted - seen) / count));
                }

                seen += count;
                below = double.IsPositiveInfinity(bound) ? below : bound;
            }

            return Milliseconds(below);
        }

        private static double Milliseconds(double time) => Math.Round(time * 1000, 1);
    }
}
