using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>Picks from all measures of the process those that the operators' charts show. What they show of the database comes from <see cref="FigureReader"/>.</summary>
internal sealed class ProcessFigures
{
    private static readonly Dictionary<string, Chart> Charts = new(StringComparer.Ordinal)
    {
        ["http.server.active_requests"] = new("{request}", Grows: false),
        ["dotnet.process.cpu.time"] = new("1"),
        ["dotnet.process.memory.working_set"] = new("By", Grows: false),
        ["dotnet.gc.pause.time"] = new("1"),
        ["messaging.masstransit.consume"] = new("{message}/s", Labels: ["messaging.masstransit.destination"]),
        ["partycloud.outbox.relayed"] = new("{fact}/s"),
        ["partycloud.jobs.rows"] = new("{row}/s", Labels: ["kind"]),
        ["partycloud.jobs.row_errors"] = new("{error}/s", Labels: ["kind"]),
        ["partycloud.jobs.ended"] = new("{job}/s", Labels: ["kind", "state"]),
        ["partycloud.signins"] = new("{attempt}/s", Labels: ["outcome"]),
        ["partycloud.refusals"] = new("{request}/s", Labels: ["code"]),
    };

    private readonly Dictionary<(string Figure, string? Label), double> sums = [];
    private readonly Durations answered = new();
    private readonly SortedDictionary<int, long> answers = [];
    private readonly SortedDictionary<string, Durations> consumed = new(StringComparer.Ordinal);
    private long failed;

    public IEnumerable<Reading> Readings =>
    [
        new Total("http.server.requests", null, "{request}/s", answered.Count, CountedHere: true),
        new Total("http.server.errors", null, "{request}/s", failed, CountedHere: true),
        new Quantile("http.server.duration", "p50", "s", answered, 0.5),
        new Quantile("http.server.duration", "p95", "s", answered, 0.95),
        .. answers.Select(answer => new Total("http.server.answers", answer.Key.ToString(CultureInfo.InvariantCulture), "{request}/s", answer.Value, CountedHere: true)),
        .. consumed.Select(queue => new Quantile("messaging.masstransit.consume.duration", queue.Key, "ms", queue.Value, 0.95)),
        .. sums.Select(sum => Charts[sum.Key.Figure].Read(sum.Key.Figure, sum.Key.Label, sum.Value)),
    ];

    public void Add(Metric metric)
    {
        if (metric.Name == ServedCall.Measure)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var call = ServedCall.Of(in point);
                answers[call.Status] = answers.GetValueOrDefault(call.Status) + point.GetHistogramCount();
                if (call.IsPublic)
                {
                    answered.Add(in point);
                    failed += call.Failed ? point.GetHistogramCount() : 0;
                }
            }
        }
        else if (metric.Name == "messaging.masstransit.consume.duration")
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var queue = Charts["messaging.masstransit.consume"].LabelOf(point.Tags)!;
                if (!consumed.TryGetValue(queue, out var durations))
                {
                    consumed[queue] = durations = new();
                }

                durations.Add(in point);
            }
        }
        else if (Charts.TryGetValue(metric.Name, out var chart))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var key = (metric.Name, chart.LabelOf(point.Tags));
                sums[key] = sums.GetValueOrDefault(key) + Measures.ValueOf(metric, in point);
            }
        }
    }

    /// <param name="Labels">What tells several lines from each other; whatever else a measure is told apart by is added up.</param>
    private sealed record Chart(string Unit, bool Grows = true, params string[] Labels)
    {
        public Reading Read(string figure, string? label, double value) =>
            Grows ? new Total(figure, label, Unit, value, CountedHere: true) : new Level(figure, label, Unit, value);

        public string? LabelOf(ReadOnlyTagCollection tags)
        {
            if (Labels.Length == 0)
            {
                return null;
            }

            var found = new string[Labels.Length];
            foreach (var (key, value) in tags)
            {
                if (Array.IndexOf(Labels, key) is >= 0 and var at)
                {
                    found[at] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                }
            }

            return string.Join(' ', found);
        }
    }
}
