namespace PartyCloud.Assessment.Contracts;

/// <summary>When a rectification is accepted, and how long it is followed (验收规则).</summary>
/// <param name="MinScore">The least score that passes.</param>
/// <param name="MaxDissatisfiedBasisPoints">More dissatisfied than this share fails, whatever the score.</param>
/// <param name="TrackingMonths">How long a closed case is followed.</param>
public sealed record AcceptanceRule(decimal MinScore = 70m, int MaxDissatisfiedBasisPoints = 5000, int TrackingMonths = 12);

/// <summary>What follows from what, and for how long (结果运用).</summary>
/// <param name="Trigger">What it follows from.</param>
/// <param name="Scopes">What it keeps from.</param>
/// <param name="Duration">How long.</param>
/// <param name="Years">The number of years, where the duration counts years.</param>
public sealed record ConsequenceRule(ConsequenceTrigger Trigger, IReadOnlyList<RestrictionScope> Scopes, DurationKind Duration, int Years = 0);
