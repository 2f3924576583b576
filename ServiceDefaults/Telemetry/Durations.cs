using OpenTelemetry.Metrics;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>How many things took how long: a histogram, or several of the same bounds together.</summary>
internal sealed class Durations
{
    private readonly SortedDictionary<double, long> buckets = [];

    public long Count { get; private set; }

    public double Sum { get; private set; }

    public void Add(in MetricPoint point)
    {
        Sum += point.GetHistogramSum();
        foreach (var bucket in point.GetHistogramBuckets())
        {
            Add(bucket.ExplicitBound, bucket.BucketCount);
        }
    }

    public void Add(double bound, long count)
    {
        Count += count;
        buckets[bound] = buckets.GetValueOrDefault(bound) + count;
    }

    /// <summary>What has come since an earlier state of the same histogram.</summary>
    public Durations Since(Durations before)
    {
        var since = new Durations { Sum = Sum - before.Sum };
        foreach (var (bound, count) in buckets)
        {
            since.Add(bound, count - before.buckets.GetValueOrDefault(bound));
        }

        return since;
    }

    /// <summary>Within a bucket its things are taken to be spread evenly; beyond the last bound nothing more is known than that bound.</summary>
    public double Quantile(double share)
    {
        var wanted = share * Count;
        var (below, seen) = (0.0, 0L);
        foreach (var (bound, count) in buckets)
        {
            if (count > 0 && seen + count >= wanted)
            {
                return double.IsPositiveInfinity(bound) ? below : below + ((bound - below) * (wanted - seen) / count);
            }

            seen += count;
            below = double.IsPositiveInfinity(bound) ? below : bound;
        }

        return below;
    }
}
