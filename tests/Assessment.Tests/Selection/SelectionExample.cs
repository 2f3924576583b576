using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Selection;

namespace PartyCloud.Assessment.Tests.Selection;

/// <summary>The 120 organizations of the example: six types, and the shares of the county that wrote the rule.</summary>
internal static class SelectionExample
{
    internal const int Village = 0, Community = 1, StateOwned = 2, NonPublic = 3, Government = 4, Institution = 5;

    internal static readonly int[] Sizes = [41, 12, 7, 23, 30, 7];

    internal static readonly SelectionRule[] Rules =
    [
        new("village", 1500), new("community", 1000), new("stateOwnedEnterprise", 500),
        new("nonPublicEnterprise", 500), new("governmentOrgan", 500), new("publicInstitution", 500),
    ];

    /// <summary>Every type's scores are 60.5, 61, 61.5 …, all different, and nobody has a D.</summary>
    internal static Candidate[] Everyone() =>
        [.. Sizes.SelectMany((size, rule) => Enumerable.Range(0, size).Select(i => new Candidate(rule, -1, 60.5m + (i * 0.5m), false)))];

    internal static int First(int rule) => Sizes.Take(rule).Sum();

    internal static SelectionOutcome Select(
        Candidate[] candidates, TiePolicy ties = TiePolicy.IncludeTies, SelectionPer per = SelectionPer.Scope, SelectionRule[]? rules = null, params Decided[] decisions) =>
        WeakSelection.Run(candidates, rules ?? Rules, ties, per, decisions);
}
