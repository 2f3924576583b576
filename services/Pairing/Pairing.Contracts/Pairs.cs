using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Pairing.Contracts;

public enum PairState
{
    Active,
    Ended,
}

/// <summary>How many pairs there are (结对统计).</summary>
/// <param name="Active">Still helping.</param>
/// <param name="Ended">Over.</param>
public sealed record PairCounts(int Active, int Ended);

/// <summary>How a pair came about.</summary>
public enum PairSource
{
    /// <summary>A confirmed proposal.</summary>
    Proposal,

    /// <summary>By hand, with a reason: the rules hold in principle (原则上), people may depart from them.</summary>
    Manual,

    /// <summary>A sheet of pairs.</summary>
    Import,
}

/// <summary>Which side of the pairs a list goes by.</summary>
public enum PairSide
{
    Need,
    Helper,
}

/// <summary>Who helps whom (结对).</summary>
public sealed record PairResponse(
    Guid Id,
    Guid ProgrammeId,
    ProgrammeKind Kind,
    PairState State,
    PartyResponse Need,
    PartyResponse Helper,
    PairSource Source,
    DateOnly StartedOn,
    DateOnly? EndedOn,
    string? Reason,
    int Visits,
    DateOnly? LastVisitOn,
    int Version);

/// <summary>Forms a pair by hand.</summary>
/// <param name="Reason">Why these two, where the rules or the matching would have it otherwise.</param>
public sealed record FormPairRequest(
    Guid NeedId,
    Guid HelperId,
    [Required, StringLength(500, MinimumLength = 1)] string Reason,
    DateOnly? StartedOn = null);

/// <summary>Confirms a proposal.</summary>
/// <param name="StartedOn">When the pair begins; today when not given.</param>
public sealed record ConfirmProposalRequest(DateOnly? StartedOn = null);

/// <summary>Ends a pair.</summary>
/// <param name="EndedOn">Today when not given.</param>
public sealed record EndPairRequest([Required, StringLength(500, MinimumLength = 1)] string Reason, DateOnly? EndedOn = null);

/// <summary>Records what one side did for the other (走访帮扶). No photograph is asked for.</summary>
/// <param name="On">The day.</param>
/// <param name="Activities">Codes of the kinds of help, e.g. <c>lecture</c>, <c>law</c>, <c>health</c>, <c>warmth</c>, <c>technology</c> (五送).</param>
/// <param name="Summary">What was done, in a few words.</param>
/// <param name="Beneficiaries">How many people it reached.</param>
/// <param name="Cost">In yuan.</param>
public sealed record RecordVisitRequest(
    DateOnly On,
    [Required, MinLength(1), MaxLength(20)] IReadOnlyList<string> Activities,
    [StringLength(2000)] string? Summary = null,
    [Range(0, 1_000_000)] int? Beneficiaries = null,
    [Range(typeof(decimal), "0", "9999999999")] decimal? Cost = null);

public sealed record VisitResponse(
    Guid Id,
    Guid PairId,
    DateOnly On,
    IReadOnlyList<string> Activities,
    string? Summary,
    int? Beneficiaries,
    decimal? Cost,
    string RecordedBy,
    DateTimeOffset RecordedAt);

/// <summary>Up to 1,000 pairs.</summary>
public sealed record BatchGetPairsRequest([property: MinLength(1), MaxLength(1000)] IReadOnlyList<Guid> Ids);

/// <param name="Items">What was found, ended pairs as well, each once and in the order of the ids.</param>
/// <param name="Missing">Absent or out of reach.</param>
public sealed record BatchGetPairsResponse(IReadOnlyList<PairResponse> Items, IReadOnlyList<Guid> Missing);

/// <summary>Up to 1,000 visits to be recorded.</summary>
public sealed record BatchRecordVisitsRequest(IReadOnlyList<PairVisit> Items);

/// <summary>A visit, and to which pair it belongs.</summary>
public sealed record PairVisit(Guid PairId, RecordVisitRequest Visit);

/// <summary>Who helps whom in a programme, counted (结对网络).</summary>
/// <param name="Needs">How many needs the programme has that were not withdrawn.</param>
/// <param name="Served">How many of them have a helper.</param>
/// <param name="Flows">The pairs that are active, in tree order of the places.</param>
public sealed record PairingNetwork(int Needs, int Served, IReadOnlyList<NetworkFlow> Flows);

/// <summary>Pairs of one kind in one place.</summary>
/// <param name="HelperClass">The helpers' class.</param>
/// <param name="NeedClass">The needs' class.</param>
/// <param name="PlaceId">The organization directly below the programme's scope in which the needs stand: a district of a city, a township of a county.</param>
/// <param name="PlaceName">Its name.</param>
/// <param name="Pairs">How many pairs.</param>
public sealed record NetworkFlow(string HelperClass, string NeedClass, Guid? PlaceId, string? PlaceName, int Pairs);
