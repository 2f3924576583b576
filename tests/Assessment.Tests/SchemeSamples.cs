using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Tests;

internal static class SchemeSamples
{
    internal static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(8));

    internal static readonly SchemeGrade[] AToD = [new("A", 90), new("B", 80), new("C", 60), new("D", 0)];

    internal static readonly SchemeStage[] ThreeStages = [new("selfCheck", 0.2m), new("spotCheck", 0.3m), new("yearEnd", 0.5m)];

    internal static SchemeIndicator Manual(string code, decimal points) => new(code, code, IndicatorMethod.Manual, points);

    /// <summary>One indicator worth the whole scale in one stage: a score is the value itself.</summary>
    internal static SchemeContent Single(decimal max = 100) => new(max, [new("all", [Manual("total", max)])], [new("yearEnd", 1)], AToD);
}
