using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Schemes;

/// <summary>What is wrong with a scheme, where, and under which stable code.</summary>
internal sealed record SchemeFault(string Field, string Code, params object[] Arguments);

/// <summary>Whether a scheme can be counted with. Every fault is named, not only the first.</summary>
internal static class SchemeValidation
{
    /// <summary>More figures behind the point than anyone gives, and few enough that no product of them leaves what a decimal holds exactly.</summary>
    internal const int Scale = 4;

    /// <summary>Values of one organization: enough for a hundred indicators in every week of a year.</summary>
    internal const int MostValues = 6_000;

    private const decimal Largest = 1_000_000m;
    private const string OutOfRange = "scheme.amount-out-of-range";

    internal static IReadOnlyList<SchemeFault> Check(SchemeContent scheme)
    {
        var faults = new List<SchemeFault>();
        Amount(faults, "maxScore", scheme.MaxScore);
        if (scheme.MaxScore <= 0)
        {
            faults.Add(new("maxScore", "scheme.max-score-not-positive"));
        }

        Dimensions(faults, scheme);
        Stages(faults, scheme);
        Grades(faults, scheme);
        Rules(faults, scheme);
        if (faults.TrueForAll(fault => fault.Code != OutOfRange))
        {
            Sums(faults, scheme);
        }

        return faults;
    }

    /// <summary>What can be reached without any bonus, and with all of them.</summary>
    internal static (decimal Without, decimal With) Attainable(SchemeContent scheme)
    {
        decimal without = 0, with = 0;
        foreach (var dimension in scheme.Dimensions)
        {
            var plain = dimension.StartsWith + dimension.Indicators.Where(IsScored).Sum(i => i.Points);
            var full = plain + dimension.Indicators.Where(i => i.Method is IndicatorMethod.Bonus).Sum(i => i.Limit() ?? 0);
            without += dimension.Weight * Math.Min(plain, dimension.Cap ?? plain);
            with += dimension.Weight * Math.Min(full, dimension.Cap ?? full);
        }

        return (without, with);
    }

    private static void Dimensions(List<SchemeFault> faults, SchemeContent scheme)
    {
        if (scheme.Dimensions.Count == 0)
        {
            faults.Add(new("dimensions", "scheme.no-dimensions"));
            return;
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var d = 0; d < scheme.Dimensions.Count; d++)
        {
            var dimension = scheme.Dimensions[d];
            var at = $"dimensions[{d}]";
            Name(faults, $"{at}.name", dimension.Name);
            if (!names.Add(dimension.Name))
            {
                faults.Add(new($"{at}.name", "scheme.dimension-name-twice", dimension.Name));
            }

            if (dimension.Indicators.Count == 0)
            {
                faults.Add(new($"{at}.indicators", "scheme.no-indicators", dimension.Name));
            }

            if (dimension.Weight <= 0)
            {
                faults.Add(new($"{at}.weight", "scheme.weight-not-positive"));
            }

            Amount(faults, $"{at}.weight", dimension.Weight);
            Amount(faults, $"{at}.startsWith", dimension.StartsWith);
            Amount(faults, $"{at}.cap", dimension.Cap ?? 0);
            for (var i = 0; i < dimension.Indicators.Count; i++)
            {
                var indicator = dimension.Indicators[i];
                if (!codes.Add(indicator.Code))
                {
                    faults.Add(new($"{at}.indicators[{i}].code", "scheme.indicator-code-twice", indicator.Code));
                }

                Indicator(faults, $"{at}.indicators[{i}]", indicator);
            }
        }

        if (scheme.SatisfactionIndicator is { } satisfaction && !codes.Contains(satisfaction))
        {
            faults.Add(new("satisfactionIndicator", "scheme.satisfaction-unknown", satisfaction));
        }

        if ((long)codes.Count * scheme.Stages.Count > MostValues)
        {
            faults.Add(new("dimensions", "scheme.too-many-values", MostValues));
        }
    }

    /// <summary>What is added up only where every amount is in range: sums of impossible amounts leave what a decimal holds.</summary>
    private static void Sums(List<SchemeFault> faults, SchemeContent scheme)
    {
        var (without, with) = Attainable(scheme);
        if (scheme.Dimensions.Count > 0 && scheme.MaxScore != without && scheme.MaxScore != with)
        {
            faults.Add(new("maxScore", "scheme.points-do-not-add-up", scheme.MaxScore, without, with));
        }

        if (scheme.Stages.Count > 0 && scheme.Stages.Sum(s => s.Weight) is var sum and not 1m)
        {
            faults.Add(new("stages", "scheme.weights-not-one", sum));
        }
    }

    private static void Indicator(List<SchemeFault> faults, string at, SchemeIndicator indicator)
    {
        if (!IsCode(indicator.Code))
        {
            faults.Add(new($"{at}.code", "scheme.code-malformed", indicator.Code));
        }

        Name(faults, $"{at}.name", indicator.Name);
        Amount(faults, $"{at}.points", indicator.Points);
        Amount(faults, $"{at}.cap", indicator.Cap ?? 0);
        Amount(faults, $"{at}.factor", indicator.Factor);
        var wrong = indicator.Method switch
        {
            IndicatorMethod.Manual or IndicatorMethod.Fact when indicator.Points <= 0 => new SchemeFault($"{at}.points", "scheme.points-not-positive", indicator.Code),
            IndicatorMethod.Fact when indicator.Factor <= 0 => new SchemeFault($"{at}.factor", "scheme.factor-not-positive", indicator.Code),
            IndicatorMethod.Bonus when indicator.Limit() is null => new SchemeFault($"{at}.cap", "scheme.bonus-without-cap", indicator.Code),
            _ => null,
        };
        if (wrong is not null)
        {
            faults.Add(wrong);
        }

        if (indicator.Method is not IndicatorMethod.Fact && indicator.Factor != 1m)
        {
            faults.Add(new($"{at}.factor", "scheme.factor-only-for-facts", indicator.Code));
        }

        if (indicator.Method is not IndicatorMethod.Veto && indicator.Veto is not null)
        {
            faults.Add(new($"{at}.veto", "scheme.veto-only-for-vetoes", indicator.Code));
        }

        if (indicator.Method is not (IndicatorMethod.Bonus or IndicatorMethod.Deduction) && indicator.Cap is not null)
        {
            faults.Add(new($"{at}.cap", "scheme.cap-only-for-bonus-and-deduction", indicator.Code));
        }
    }

    private static void Stages(List<SchemeFault> faults, SchemeContent scheme)
    {
        if (scheme.Stages.Count == 0)
        {
            faults.Add(new("stages", "scheme.no-stages"));
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var s = 0; s < scheme.Stages.Count; s++)
        {
            var stage = scheme.Stages[s];
            if (!IsCode(stage.Stage))
            {
                faults.Add(new($"stages[{s}].stage", "scheme.code-malformed", stage.Stage));
            }

            if (!names.Add(stage.Stage))
            {
                faults.Add(new($"stages[{s}].stage", "scheme.stage-twice", stage.Stage));
            }

            Amount(faults, $"stages[{s}].weight", stage.Weight);
            if (stage.Weight <= 0)
            {
                faults.Add(new($"stages[{s}].weight", "scheme.weight-not-positive"));
            }
        }
    }

    private static void Grades(List<SchemeFault> faults, SchemeContent scheme)
    {
        if (scheme.Grades.Count == 0)
        {
            faults.Add(new("grades", "scheme.no-grades"));
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var g = 0; g < scheme.Grades.Count; g++)
        {
            var grade = scheme.Grades[g];
            Name(faults, $"grades[{g}].grade", grade.Grade);
            Amount(faults, $"grades[{g}].min", grade.Min);
            if (!names.Add(grade.Grade))
            {
                faults.Add(new($"grades[{g}].grade", "scheme.grade-twice", grade.Grade));
            }

            if (g > 0 && grade.Min >= scheme.Grades[g - 1].Min)
            {
                faults.Add(new($"grades[{g}].min", "scheme.grades-not-descending", grade.Grade));
            }

            if (grade.MaxShareBasisPoints is < 0 or > 10_000)
            {
                faults.Add(new($"grades[{g}].maxShareBasisPoints", "scheme.share-out-of-range", grade.Grade));
            }
        }

        // A band ends where the one above begins, so the only gaps there can be are at the two ends.
        if (scheme.Grades[^1].Min != 0)
        {
            faults.Add(new($"grades[{scheme.Grades.Count - 1}].min", "scheme.grades-leave-a-gap", scheme.Grades[^1].Min));
        }

        if (scheme.Grades[0].Min > scheme.MaxScore)
        {
            faults.Add(new("grades[0].min", "scheme.grade-out-of-reach", scheme.Grades[0].Grade, scheme.MaxScore));
        }

        if (scheme.Grades[^1].MaxShareBasisPoints is not null)
        {
            faults.Add(new($"grades[{scheme.Grades.Count - 1}].maxShareBasisPoints", "scheme.last-grade-capped", scheme.Grades[^1].Grade));
        }
    }

    private static void Rules(List<SchemeFault> faults, SchemeContent scheme)
    {
        if (scheme.Acceptance is { } acceptance)
        {
            Amount(faults, "acceptance.minScore", acceptance.MinScore);
            if (acceptance.MaxDissatisfiedBasisPoints is < 0 or > 10_000)
            {
                faults.Add(new("acceptance.maxDissatisfiedBasisPoints", "scheme.share-out-of-range", acceptance.MaxDissatisfiedBasisPoints));
            }

            if (acceptance.TrackingMonths is < 0 or > 120)
            {
                faults.Add(new("acceptance.trackingMonths", "field.range", 0, 120));
            }
        }

        foreach (var (c, rule) in (scheme.Consequences ?? []).Index())
        {
            if (rule.Scopes.Count == 0 || rule.Years is < 0 or > 50 || (rule.Duration is DurationKind.Years && rule.Years == 0))
            {
                faults.Add(new($"consequences[{c}]", "scheme.consequence-impossible"));
            }

            if (scheme.Consequences!.Take(c).Any(before => before.Trigger == rule.Trigger))
            {
                faults.Add(new($"consequences[{c}].trigger", "scheme.consequence-twice"));
            }
        }
    }

    internal static bool IsScored(this SchemeIndicator indicator) => indicator.Method is IndicatorMethod.Manual or IndicatorMethod.Fact;

    /// <summary>The most a bonus adds or a deduction takes; null is without limit.</summary>
    internal static decimal? Limit(this SchemeIndicator indicator) => indicator.Cap ?? (indicator.Points > 0 ? indicator.Points : null);

    private static bool IsCode(string code) =>
        code.Length is > 0 and <= 60 && code.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.');

    private static void Name(List<SchemeFault> faults, string field, string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
        {
            faults.Add(new(field, "scheme.name-missing-or-long"));
        }
    }

    private static void Amount(List<SchemeFault> faults, string field, decimal amount)
    {
        if (amount is < 0 or > Largest || decimal.Round(amount, Scale) != amount)
        {
            faults.Add(new(field, OutOfRange, amount));
        }
    }
}
