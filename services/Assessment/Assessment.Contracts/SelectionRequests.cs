using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Assessment.Contracts;

/// <summary>Selects the weak and lax organizations of a frozen cycle (软弱涣散基层党组织).</summary>
/// <param name="Rules">What is asked for each type.</param>
/// <param name="TiePolicy">What to do where a tie stands on the edge of a quota.</param>
/// <param name="Per">Over what a quota is taken.</param>
/// <param name="Decisions">Recorded decisions about ties that nothing else settles.</param>
public sealed record SelectWeakRequest(
    [property: MinLength(1), MaxLength(50)] IReadOnlyList<SelectionRule> Rules,
    TiePolicy TiePolicy = TiePolicy.IncludeTies,
    SelectionPer Per = SelectionPer.Scope,
    [property: MaxLength(1000)] IReadOnlyList<TieDecision>? Decisions = null);

/// <summary>A frozen list.</summary>
/// <param name="Id">Its id; empty for a preview.</param>
/// <param name="CycleId">The cycle it was made from.</param>
/// <param name="Year">The cycle's year.</param>
/// <param name="Items">Who is listed, and why.</param>
/// <param name="Quotas">Every quota and what was listed under it.</param>
/// <param name="Digest">A hash of the list: the same input gives the same.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record SelectionResponse(
    Guid Id, Guid CycleId, int Year, IReadOnlyList<SelectionItem> Items, IReadOnlyList<SelectionQuota> Quotas, string Digest, DateTimeOffset CreatedAt);

/// <summary>A listed organization.</summary>
/// <param name="OrganizationId">The organization.</param>
/// <param name="Code">Its business code.</param>
/// <param name="Name">Its name.</param>
/// <param name="DomainType">Its type.</param>
/// <param name="Rank">1 is the best of its type.</param>
/// <param name="RankFromLowest">1 is the lowest of its type.</param>
/// <param name="Score">Its score.</param>
/// <param name="Grade">Its grade.</param>
/// <param name="Reason">Why it is listed.</param>
/// <param name="DecidedBy">What settled a tie for it, if there was one.</param>
/// <param name="DistrictId">Its district, where quotas are taken per district.</param>
public sealed record SelectionItem(
    Guid OrganizationId, string Code, string Name, string DomainType, int Rank, int RankFromLowest, decimal Score, string Grade,
    ListingReason Reason, TieBreak? DecidedBy, Guid? DistrictId);

/// <summary>A quota.</summary>
/// <param name="DomainType">The type.</param>
/// <param name="Assessed">How many are assessed.</param>
/// <param name="Quota">The least number to list.</param>
/// <param name="Listed">How many are listed.</param>
/// <param name="DistrictId">The district, where quotas are taken per district.</param>
public sealed record SelectionQuota(string DomainType, int Assessed, int Quota, int Listed, Guid? DistrictId);

/// <summary>Whether a selection, run again from its snapshot, gives the same list.</summary>
public sealed record SelectionVerification(bool Identical, string Digest, string RecomputedDigest);

/// <summary>A selection in a list.</summary>
public sealed record SelectionSummary(Guid Id, Guid CycleId, int Year, string Digest, DateTimeOffset CreatedAt);
