using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>All measures of this process. They are collected when somebody asks: a monitor, the operators' page, or the history that is kept for it.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class Measures : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private Action<Metric>? read;

    public Func<int, bool>? Collect { get; set; }

    /// <summary>Hands on every measure as it stands now. A measure's points are only there until the call returns.</summary>
    public async Task ReadAsync(Action<Metric> read, CancellationToken cancel)
    {
        // One collection at a time: the next one changes what this one reads.
        await gate.WaitAsync(cancel);
        try
        {
            this.read = read;
            Collect!(5_000);
        }
        finally
        {
            this.read = null;
            gate.Release();
        }
    }

    /// <summary>The value of a measure that is not a histogram.</summary>
    public static double ValueOf(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => throw new ArgumentException($"{metric.Name} has no one value.", nameof(metric)),
    };

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            read?.Invoke(metric);
        }

        return ExportResult.Success;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gate.Dispose();
        }

        base.Dispose(disposing);
    }
}
