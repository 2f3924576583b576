using OpenTelemetry.Metrics;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>Reads from the measures of the web server how long each public route takes.</summary>
internal sealed class RouteTimings
{
    private readonly SortedDictionary<(string Route, string Method), Sum> sums = [];

    public void Add(Metric metric)
    {
        if (metric.Name != ServedCall.Measure)
        {
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var call = ServedCall.Of(in point);
            if (!call.IsPublic)
            {
                continue;
            }

            if (!sums.TryGetValue((call.Route, call.Method), out var sum))
            {
                sums[(call.Route, call.Method)] = sum = new();
            }

            sum.Add(in point, call.Failed);
        }
    }

    public IReadOnlyList<RouteTiming> Of(string service) =>
        [.. sums.Select(entry => new RouteTiming(
            service, entry.Key.Method, entry.Key.Route, entry.Value.Count, entry.Value.Failed, entry.Value.Quantile(0.5), entry.Value.Quantile(0.95), entry.Value.Mean))];

    private sealed class Sum
    {
        private readonly Durations durations = new();

        public long Count => durations.Count;

        public long Failed { get; private set; }

        public double Mean => Milliseconds(durations.Sum / Count);

        public void Add(in MetricPoint point, bool failed)
        {
            durations.Add(in point);
            Failed += failed ? point.GetHistogramCount() : 0;
        }

        public double Quantile(double share) => Milliseconds(durations.Quantile(share));

        private static double Milliseconds(double time) => Math.Round(time * 1000, 1);
    }
}
