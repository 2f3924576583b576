namespace PartyCloud.Assessment.Contracts;

/// <summary>What to do where a tie stands on the edge of a quota.</summary>
public enum TiePolicy
{
    /// <summary>All who are tied are listed.</summary>
    IncludeTies,

    /// <summary>Exactly the quota is listed: lower satisfaction first, then the worse rank of last year, else a recorded decision. Never the id.</summary>
    Ordered,
}

/// <summary>Over what a quota is taken.</summary>
public enum SelectionPer
{
    /// <summary>Over the whole scope of the cycle.</summary>
    Scope,

    /// <summary>In each district; the total is the sum of the districts'.</summary>
    District,
}

/// <summary>Why an organization is on the list.</summary>
public enum ListingReason
{
    /// <summary>Its grade, by score or by veto, is one that is listed whatever the quota.</summary>
    GradeD,

    /// <summary>It meets a criterion that lists directly.</summary>
    Criterion,

    /// <summary>It is among the lowest of its type.</summary>
    LowestRank,

    /// <summary>It is tied with the last one the quota takes.</summary>
    Tie,
}

/// <summary>What settled a tie under <see cref="TiePolicy.Ordered"/>.</summary>
public enum TieBreak
{
    /// <summary>Lower satisfaction.</summary>
    Satisfaction,

    /// <summary>A worse rank last year.</summary>
    LastYearRank,

    /// <summary>A recorded decision.</summary>
    Decision,
}

/// <summary>How a share of a whole becomes a number.</summary>
public enum RoundingRule
{
    /// <summary>Up: for a share that is a minimum (不低于).</summary>
    Ceil,

    /// <summary>Down: for a share that is a maximum or a quota (不超过).</summary>
    Floor,
}

/// <summary>What is asked for one type of organizations.</summary>
/// <param name="DomainType">The type (党建类型).</param>
/// <param name="MinShareBasisPoints">The least share listed, in hundredths of a percent; without it there is no quota (不设比例、应整尽整).</param>
/// <param name="ScoreBelow">Whoever scores less is listed.</param>
/// <param name="SatisfactionBelow">Whoever satisfies less is listed.</param>
public sealed record SelectionRule(
    string DomainType,
    int? MinShareBasisPoints = null,
    decimal? ScoreBelow = null,
    decimal? SatisfactionBelow = null);

/// <summary>A recorded decision about a tie that nothing else settles.</summary>
/// <param name="DomainType">The type in which the tie stands.</param>
/// <param name="OrganizationIds">Who of the tied is listed; exactly as many as the quota leaves.</param>
/// <param name="Reason">Why, as recorded.</param>
/// <param name="DistrictId">The district, where quotas are taken per district.</param>
public sealed record TieDecision(string DomainType, IReadOnlyList<Guid> OrganizationIds, string Reason, Guid? DistrictId = null);
