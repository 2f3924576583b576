using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>
/// The figures of this process over the last two hours (运行图表), a value every fifteen seconds: what operators look at where nobody has set up a monitor. It stands in memory,
/// with a bound in time and in number, and begins anew with the process.
/// </summary>
public sealed class FigureHistory(TimeProvider clock)
{
    internal const int Samples = 480;
    internal const int MostSeries = 200;

    /// <summary>Of one figure, so that a sort of which there are many (routes, queues, reasons) leaves room for the others.</summary>
    internal const int MostOfOne = 40;

    internal static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Figure, string? Label), Series> kept = [];
    private DateTimeOffset begun;
    private long newest = -1;

    public ServiceFigures Read(string service)
    {
        lock (gate)
        {
            var oldest = Math.Max(0, newest - Samples + 1);
            return new(service, newest < 0 ? clock.GetUtcNow() : begun + (oldest * Step), (int)Step.TotalSeconds,
            [
                .. kept.OrderBy(entry => entry.Key.Figure, StringComparer.Ordinal).ThenBy(entry => entry.Key.Label, StringComparer.Ordinal)
                    .Select(entry => new FigureSeries(entry.Key.Figure, entry.Key.Label, entry.Value.Last.Unit, entry.Value.Between(oldest, newest), (entry.Value.Last as Total)?.Value)),
            ]);
        }
    }

    /// <summary>Takes down what was read just now. What is not among it has no value at this moment.</summary>
    internal void Take(IEnumerable<Reading> readings)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            GoTo(now);
            foreach (var reading in readings)
            {
                if (kept.TryGetValue((reading.Figure, reading.Label), out var series))
                {
                    series.Write(newest, now, reading);
                }
                else if (kept.Count < MostSeries && kept.Keys.Count(key => key.Figure == reading.Figure) < MostOfOne)
                {
                    // What was not there a step ago has come since, unless the history itself has only begun.
                    kept[(reading.Figure, reading.Label)] = new Series(newest, now, reading, newest > 0 ? Step : TimeSpan.Zero);
                }
            }
        }
    }

    private void GoTo(DateTimeOffset now)
    {
        // To the nearest step, so that a reader that is late by a little neither leaves a step out nor writes one twice.
        var slot = (long)Math.Round((now - begun) / Step);
        if (newest < 0 || slot < newest)
        {
            // There was nothing yet, or the clock was set back and what is there lies in its future.
            kept.Clear();
            (begun, slot) = (now, 0);
        }

        newest = slot;
        foreach (var (key, series) in kept)
        {
            if (series.Slot <= newest - Samples)
            {
                kept.Remove(key);
            }
        }
    }

    /// <summary>A ring of values: the one of a step stands where that of two hours earlier stood.</summary>
    private sealed class Series
    {
        private readonly double[] values = new double[Samples];
        private DateTimeOffset at;

        public Series(long slot, DateTimeOffset now, Reading reading, TimeSpan since)
        {
            Array.Fill(values, double.NaN);
            values[slot % Samples] = reading.ValueAfter(null, since.TotalSeconds) ?? double.NaN;
            (Slot, at, Last) = (slot, now, reading);
        }

        /// <summary>When it was written last.</summary>
        public long Slot { get; private set; }

        public Reading Last { get; private set; }

        public void Write(long slot, DateTimeOffset now, Reading reading)
        {
            for (var missed = Slot + 1; missed < slot; missed++)
            {
                values[missed % Samples] = double.NaN;
            }

            values[slot % Samples] = reading.ValueAfter(Last, (now - at).TotalSeconds) ?? double.NaN;
            (Slot, at, Last) = (slot, now, reading);
        }

        public double?[] Between(long oldest, long newest)
        {
            var shown = new double?[newest - oldest + 1];
            for (var slot = oldest; slot <= Math.Min(newest, Slot); slot++)
            {
                shown[slot - oldest] = double.IsFinite(values[slot % Samples]) ? Short(values[slot % Samples]) : null;
            }

            return shown;
        }

        // Nobody reads more of it off a chart, and two hours of many figures travel together.
        private static double Short(double value) => Math.Round(value, Math.Abs(value) < 1 ? 4 : Math.Abs(value) < 1000 ? 2 : 0);
    }
}
