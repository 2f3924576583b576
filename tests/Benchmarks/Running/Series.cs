using System.Globalization;

namespace PartyCloud.Benchmarks.Running;

/// <summary>One figure measured several times.</summary>
internal sealed record Series(IReadOnlyList<double> Values)
{
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToArray();
            return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public double Min => Values.Min();

    public double Max => Values.Max();

    /// <summary>Round by round, so that what slowed the machine down in one round slowed both sides.</summary>
    public static Series Ratio(Series one, Series other) => new([.. one.Values.Zip(other.Values, (a, b) => a / b)]);

    public string Text(string format) => string.Create(
        CultureInfo.InvariantCulture, $"{Median.ToString(format, CultureInfo.InvariantCulture)} [{Min.ToString(format, CultureInfo.InvariantCulture)}..{Max.ToString(format, CultureInfo.InvariantCulture)}]");
}

/// <summary>What a ratio must reach, or may not exceed.</summary>
internal sealed record Bar(double Value, bool IsLeast)
{
    public static Bar AtLeast(double value) => new(value, true);

    public static Bar AtMost(double value) => new(value, false);

    public bool Holds(double ratio) => IsLeast ? ratio >= Value : ratio <= Value;

    public override string ToString() => (IsLeast ? "≥ " : "≤ ") + Value.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>A line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">Its figure.</param>
/// <param name="Limit">The figure of the limit in the same rounds.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Ratio">One to the other, or what else the bar is about; null for a line that only informs.</param>
/// <param name="Bar">Null for a line that only informs.</param>
/// <param name="Note">What else is worth knowing.</param>
internal sealed record Result(string What, Series Ours, Series? Limit, string Unit, Series? Ratio, Bar? Bar, string Note = "")
{
    public bool? Passes => Bar is not null && Ratio is not null ? Bar.Holds(Ratio.Median) : null;
}
