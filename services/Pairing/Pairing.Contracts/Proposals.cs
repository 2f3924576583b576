namespace PartyCloud.Pairing.Contracts;

public enum ProposalState
{
    Proposed,
    Confirmed,
    Rejected,

    /// <summary>A later run found something else.</summary>
    Superseded,
}

/// <summary>A pair that the matching proposes; people decide.</summary>
/// <param name="Run">The run that last proposed it.</param>
/// <param name="Reasons">Why this pair, and what the others would have cost.</param>
/// <param name="PairId">The pair it became.</param>
public sealed record ProposalResponse(
    Guid Id,
    Guid ProgrammeId,
    int Run,
    ProposalState State,
    PartyResponse Need,
    PartyResponse Helper,
    ProposalReasons Reasons,
    string? RejectedReason,
    Guid? PairId,
    int Version);

/// <summary>One side of a pair or of a proposal.</summary>
public sealed record PartyResponse(Guid Id, Guid OrganizationId, string OrganizationCode, string OrganizationName, PersonResponse? Person);

/// <summary>The price of a proposal, part by part, and the alternatives (为何结这一对).</summary>
/// <param name="HelperClass">The helper's class.</param>
/// <param name="NeedClass">The class of the need that the rule is about.</param>
/// <param name="Priority">Of that rule; 1 is the best match.</param>
/// <param name="ClassCost">For the priority.</param>
/// <param name="Distance">Steps in the tree of organizations.</param>
/// <param name="DistanceCost">For the steps.</param>
/// <param name="Load">Pairs the helper bears before this one.</param>
/// <param name="LoadCost">For the load.</param>
/// <param name="Cost">The sum.</param>
/// <param name="Alternatives">The cheapest other helpers.</param>
public sealed record ProposalReasons(
    string HelperClass,
    string NeedClass,
    int Priority,
    long ClassCost,
    int Distance,
    long DistanceCost,
    int Load,
    long LoadCost,
    long Cost,
    IReadOnlyList<AlternativeResponse> Alternatives);

/// <summary>A helper that was possible too.</summary>
/// <param name="HelperId">Who.</param>
/// <param name="OrganizationCode">Its organization, by business code.</param>
/// <param name="Cost">What the pair would have cost, this run's other pairs apart.</param>
/// <param name="HelpsInstead">The needs that this run gave it; empty when it stays free.</param>
public sealed record AlternativeResponse(Guid HelperId, string OrganizationCode, long Cost, IReadOnlyList<Guid> HelpsInstead);
