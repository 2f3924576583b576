using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Schemes;

/// <summary>What the recorded values of one organization come to.</summary>
/// <param name="Score">The composite score (综合打分), exact.</param>
/// <param name="Vetoed">Whether a veto fixes the grade.</param>
/// <param name="Missing">How many values that must be there are not.</param>
/// <param name="Satisfaction">The rate of satisfaction, where the scheme names the indicator for it and every stage has a value.</param>
internal readonly record struct CompositeScore(decimal Score, bool Vetoed, int Missing, decimal? Satisfaction);

/// <summary>
/// A scheme made ready for counting. Values stand in one row per organization, stage after stage and in each stage
/// indicator after indicator; nothing is rounded anywhere, so the same values always give the same score.
/// </summary>
internal sealed class ScoringPlan
{
    private readonly SchemeContent scheme;
    private readonly SchemeIndicator[] indicators;
    private readonly int[] dimensionEnds;
    private readonly int satisfaction;
    private readonly Dictionary<string, int> indicatorIndex;
    private readonly Dictionary<string, int> stageIndex;

    internal ScoringPlan(SchemeContent scheme)
    {
        this.scheme = scheme;
        indicators = [.. scheme.Dimensions.SelectMany(d => d.Indicators)];
        dimensionEnds = new int[scheme.Dimensions.Count];
        for (int d = 0, end = 0; d < dimensionEnds.Length; d++)
        {
            dimensionEnds[d] = end += scheme.Dimensions[d].Indicators.Count;
        }

        indicatorIndex = indicators.Index().ToDictionary(i => i.Item.Code, i => i.Index, StringComparer.Ordinal);
        stageIndex = scheme.Stages.Index().ToDictionary(s => s.Item.Stage, s => s.Index, StringComparer.Ordinal);
        satisfaction = scheme.SatisfactionIndicator is { } code ? indicatorIndex[code] : -1;
    }

    /// <summary>How many values a row holds.</summary>
    internal int Width => indicators.Length * scheme.Stages.Count;

    /// <summary>How many of them must be there: every manual and fact indicator in every stage. A bonus, deduction or veto nobody recorded did not happen.</summary>
    internal int Required => indicators.Count(i => i.IsScored()) * scheme.Stages.Count;

    /// <summary>Where a value stands in the row, or -1 when the scheme knows no such stage or indicator.</summary>
    internal int Slot(string stage, string indicator) =>
        stageIndex.TryGetValue(stage, out var s) && indicatorIndex.TryGetValue(indicator, out var i) ? (s * indicators.Length) + i : -1;

    internal (string Stage, SchemeIndicator Indicator) At(int slot) =>
        (scheme.Stages[slot / indicators.Length].Stage, indicators[slot % indicators.Length]);

    /// <summary>The slots of one stage; none when the scheme has no such stage.</summary>
    internal IReadOnlyList<short> SlotsOf(string stage) =>
        stageIndex.TryGetValue(stage, out var s) ? [.. Enumerable.Range(s * indicators.Length, indicators.Length).Select(slot => (short)slot)] : [];

    /// <summary>The slots that must be filled.</summary>
    internal IEnumerable<int> RequiredSlots => Enumerable.Range(0, Width).Where(slot => At(slot).Indicator.IsScored());

    /// <summary>The code of what is wrong with a value, or null.</summary>
    internal static string? Refuse(SchemeIndicator indicator, decimal value) => value switch
    {
        < 0 => "score.negative",
        > 1_000_000m => "score.out-of-range",
        _ when decimal.Round(value, SchemeValidation.Scale) != value => "score.too-precise",
        _ when indicator.Method is IndicatorMethod.Manual && value > indicator.Points => "score.above-points",
        _ => null,
    };

    internal CompositeScore Score(ReadOnlySpan<decimal?> values)
    {
        var n = indicators.Length;
        decimal total = 0;
        decimal? satisfied = satisfaction < 0 ? null : 0m;
        int missing = 0;
        bool vetoed = false, zero = false;
        for (var s = 0; s < scheme.Stages.Count; s++)
        {
            var row = values.Slice(s * n, n);
            for (var i = 0; i < n; i++)
            {
                if (row[i] is null)
                {
                    missing += indicators[i].IsScored() ? 1 : 0;
                }
                else if (indicators[i].Method is IndicatorMethod.Veto && row[i] > 0)
                {
                    vetoed = true;
                    zero |= indicators[i].Veto is VetoEffect.Zero;
                }
            }

            var weight = scheme.Stages[s].Weight;
            total += weight * StageScore(row);
            satisfied += satisfaction < 0 ? null : weight * row[satisfaction];
        }

        return new(zero ? 0 : total, vetoed, missing, satisfied);
    }

    /// <summary>Every point and where it comes from; the lines of dimensions (no indicator) times the weights of their stages sum to the score.</summary>
    internal IReadOnlyList<ScoreLine> Explain(ReadOnlySpan<decimal?> values)
    {
        var lines = new List<ScoreLine>();
        var n = indicators.Length;
        for (var s = 0; s < scheme.Stages.Count; s++)
        {
            var stage = scheme.Stages[s].Stage;
            var row = values.Slice(s * n, n);
            for (int d = 0, i = 0; d < scheme.Dimensions.Count; d++)
            {
                var dimension = scheme.Dimensions[d];
                var first = i;
                for (; i < dimensionEnds[d]; i++)
                {
                    lines.Add(new(stage, dimension.Name, indicators[i].Code, row[i], Points(indicators[i], row[i] ?? 0)));
                }

                lines.Add(new(stage, dimension.Name, null, null, dimension.Weight * DimensionScore(dimension, row[first..i])));
            }
        }

        return lines;
    }

    /// <summary>The weighted sum of scores that are already there, one per stage in the scheme's order.</summary>
    internal decimal Compose(params ReadOnlySpan<decimal> stageScores)
    {
        decimal total = 0;
        for (var s = 0; s < scheme.Stages.Count; s++)
        {
            total += scheme.Stages[s].Weight * stageScores[s];
        }

        return total;
    }

    private decimal StageScore(ReadOnlySpan<decimal?> row)
    {
        decimal total = 0;
        for (int d = 0, first = 0; d < scheme.Dimensions.Count; first = dimensionEnds[d++])
        {
            var dimension = scheme.Dimensions[d];
            total += dimension.Weight * DimensionScore(dimension, row[first..dimensionEnds[d]]);
        }

        // Deductions can eat everything up, but nobody owes points.
        return Math.Max(0, total);
    }

    private static decimal DimensionScore(SchemeDimension dimension, ReadOnlySpan<decimal?> row)
    {
        var total = dimension.StartsWith;
        var ownsPoints = dimension.StartsWith > 0;
        for (var i = 0; i < row.Length; i++)
        {
            total += Points(dimension.Indicators[i], row[i] ?? 0);
            ownsPoints |= dimension.Indicators[i].IsScored();
        }

        // A dimension with points of its own cannot fall below none; one that only deducts takes from the others.
        total = ownsPoints ? Math.Max(0, total) : total;
        return Math.Min(total, dimension.Cap ?? total);
    }

    private static decimal Points(SchemeIndicator indicator, decimal value) => indicator.Method switch
    {
        IndicatorMethod.Manual => value,
        IndicatorMethod.Fact => Math.Min(value * indicator.Factor, indicator.Points),
        IndicatorMethod.Bonus => Math.Min(value, indicator.Limit() ?? value),
        IndicatorMethod.Deduction => -Math.Min(value, indicator.Limit() ?? value),
        _ => 0,
    };
}
