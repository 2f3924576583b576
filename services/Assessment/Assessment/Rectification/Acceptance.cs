using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Rectification;

/// <summary>How an acceptance is decided, by the rule of the cycle's scheme.</summary>
internal static class Acceptance
{
    /// <summary>70 points, not more than half dissatisfied, followed for one year: where the scheme says nothing.</summary>
    internal static AcceptanceRule Template { get; } = new();

    internal static bool Passes(this AcceptanceRule rule, decimal score, int ballots, int dissatisfied) =>
        score >= rule.MinScore && (long)dissatisfied * 10_000 <= (long)ballots * rule.MaxDissatisfiedBasisPoints;
}
