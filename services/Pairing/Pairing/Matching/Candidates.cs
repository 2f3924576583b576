namespace PartyCloud.Pairing.Matching;

/// <summary>One who needs a helper.</summary>
/// <param name="Id">Of the need.</param>
/// <param name="Code">Business code; decides the order, so it is unique within a run.</param>
/// <param name="LevelCode">Place in the tree.</param>
/// <param name="Classes">What it suffers from, the main class first; any of them may find the helper.</param>
internal sealed record NeedCandidate(Guid Id, string Code, string LevelCode, IReadOnlyList<string> Classes);

/// <summary>One who can help.</summary>
/// <param name="Id">Of the helper.</param>
/// <param name="Code">Business code; decides the order, so it is unique within a run.</param>
/// <param name="LevelCode">Place in the tree.</param>
/// <param name="Class">What it is good at.</param>
/// <param name="Capacity">How many needs it takes in this programme, those already fixed included.</param>
/// <param name="Load">Active pairs it bears elsewhere, those fixed in this programme not included.</param>
internal sealed record HelperCandidate(Guid Id, string Code, string LevelCode, string Class, int Capacity, int Load);

/// <summary>A need and a helper, by their ids.</summary>
internal readonly record struct Couple(Guid NeedId, Guid HelperId);

/// <summary>Everything a run decides on; the order of the lists does not matter.</summary>
/// <param name="Needs">All of the programme, the served ones included.</param>
/// <param name="Helpers">All of the programme, the full ones included.</param>
/// <param name="Fixed">Confirmed pairs: kept, and counted against capacity and load.</param>
/// <param name="Excluded">Rejected or barred pairs: never proposed again.</param>
/// <param name="AllowInOneLine">Pairs of persons may belong to one branch; organizations never help their own superiors or subordinates.</param>
internal sealed record MatchingInput(
    IReadOnlyCollection<NeedCandidate> Needs,
    IReadOnlyCollection<HelperCandidate> Helpers,
    IReadOnlyCollection<Couple> Fixed,
    IReadOnlyCollection<Couple> Excluded,
    bool AllowInOneLine = false);

internal sealed record MatchingResult(IReadOnlyList<MatchedNeed> Matched, IReadOnlyList<UnmatchedNeed> Unmatched, long TotalCost);

/// <summary>A proposal with all that led to it.</summary>
internal sealed record MatchedNeed(Guid NeedId, Guid HelperId, PairCost Cost, IReadOnlyList<AlternativeHelper> Alternatives);

/// <summary>The price of one pair, part by part.</summary>
internal sealed record PairCost(string HelperClass, string NeedClass, int Priority, long ClassCost, int Distance, long DistanceCost, int Load, long LoadCost)
{
    public long Total => ClassCost + DistanceCost + LoadCost;
}

/// <summary>A helper that could have been taken, what it would have cost, and whom it helps instead.</summary>
/// <param name="HelperId">Who.</param>
/// <param name="Cost">Class, distance and the load it bears without this run, so that alternatives compare.</param>
/// <param name="HelpsInstead">The needs this run gave it.</param>
internal sealed record AlternativeHelper(Guid HelperId, long Cost, IReadOnlyList<Guid> HelpsInstead);

internal sealed record UnmatchedNeed(Guid NeedId, UnmatchedReason Reason);

/// <summary>Why a need has no proposal; the first that applies.</summary>
internal enum UnmatchedReason
{
    /// <summary>The rule set names no helper class for any class of this need.</summary>
    NoRule,

    /// <summary>There is a rule, but no helper of such a class.</summary>
    NoHelperOfClass,

    /// <summary>All helpers of the class are its own superiors or subordinates.</summary>
    OnlyInOneLine,

    /// <summary>All helpers that remain were rejected or barred for this need.</summary>
    AllExcluded,

    /// <summary>There are helpers for it, but all of them are full; serving it would leave another need without one.</summary>
    CapacityExhausted,
}
