using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Consequences;

/// <summary>The consequences a year's scheme has, or the published ones where it says nothing.</summary>
internal static class ConsequenceRules
{
    /// <summary>约谈: no promotion and no award for the rest of the same year.</summary>
    internal static ConsequenceRule Talk { get; } = new(ConsequenceTrigger.Talk, [RestrictionScope.Promotion, RestrictionScope.Award], DurationKind.UntilYearEnd);

    /// <summary>弄虚作假: no appraisal of any kind for two years.</summary>
    internal static ConsequenceRule Falsification { get; } = new(ConsequenceTrigger.Falsification, [RestrictionScope.Appraisal], DurationKind.Years, 2);

    internal static ConsequenceRule Of(SchemeContent? scheme, ConsequenceTrigger trigger) =>
        scheme?.Consequences?.FirstOrDefault(rule => rule.Trigger == trigger) ?? (trigger is ConsequenceTrigger.Talk ? Talk : Falsification);

    /// <summary>The last day on which the restriction holds.</summary>
    internal static DateOnly LastDay(this ConsequenceRule rule, DateOnly from) => rule.Duration is DurationKind.UntilYearEnd
        ? new DateOnly(from.Year, 12, 31)
        : from.AddYears(rule.Years).AddDays(-1);
}
