using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>The public routes that were slowest since the last reading (最慢的接口), by the time within which nineteen of twenty were answered.</summary>
internal sealed class SlowRoutes
{
    internal const int Most = 10;

    private Dictionary<string, Durations> before = new(StringComparer.Ordinal);
    private Dictionary<string, Durations> now = new(StringComparer.Ordinal);

    public void Add(Metric metric)
    {
        if (metric.Name != ServedCall.Measure)
        {
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (ServedCall.Of(in point) is { IsPublic: true } call)
            {
                Of($"{call.Method} {call.Route}").Add(in point);
            }
        }
    }

    public Durations Of(string route)
    {
        if (!now.TryGetValue(route, out var durations))
        {
            now[route] = durations = new();
        }

        return durations;
    }

    /// <summary>What was added since the call before. A route that nobody called has no time.</summary>
    public IReadOnlyList<Reading> Take()
    {
        List<Reading> slowest =
        [
            .. now.Select(route => (Route: route.Key, Durations: before.TryGetValue(route.Key, out var had) ? route.Value.Since(had) : route.Value))
                .Where(route => route.Durations.Count > 0)
                .Select(route => new Level("http.server.route.duration", route.Route, "s", route.Durations.Quantile(0.95)))
                .OrderByDescending(route => route.Value).Take(Most),
        ];
        (before, now) = (now, new(StringComparer.Ordinal));
        return slowest;
    }
}
