using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Consequences;

/// <summary>What follows from what, and for how long; the figures are data of a county and a year.</summary>
internal sealed record ConsequenceRule(ConsequenceTrigger Trigger, IReadOnlyList<RestrictionScope> Scopes, DurationKind Duration, int Years = 0)
{
    /// <summary>约谈: no promotion and no award for the rest of the same year.</summary>
    internal static ConsequenceRule Talk { get; } = new(ConsequenceTrigger.Talk, [RestrictionScope.Promotion, RestrictionScope.Award], DurationKind.UntilYearEnd);

    /// <summary>弄虚作假: no appraisal of any kind for two years.</summary>
    internal static ConsequenceRule Falsification { get; } = new(ConsequenceTrigger.Falsification, [RestrictionScope.Appraisal], DurationKind.Years, 2);

    internal static ConsequenceRule Template(ConsequenceTrigger trigger) => trigger is ConsequenceTrigger.Talk ? Talk : Falsification;

    /// <summary>The last day on which the restriction holds.</summary>
    internal DateOnly LastDay(DateOnly from) => Duration is DurationKind.UntilYearEnd
        ? new DateOnly(from.Year, 12, 31)
        : from.AddYears(Years).AddDays(-1);
}
