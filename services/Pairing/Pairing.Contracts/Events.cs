namespace PartyCloud.Pairing.Contracts;

/// <summary>A pair is active from this day on.</summary>
/// <param name="NeedOrganizationId">The organization that is helped, or that of the person who is.</param>
/// <param name="HelperOrganizationId">The organization that helps, or that of the person who does.</param>
/// <param name="Version">Of the pair; a consumer applies what is newer than it has.</param>
public sealed record PairFormed(
    Guid PairId,
    Guid ProgrammeId,
    ProgrammeKind Kind,
    Guid NeedOrganizationId,
    Guid HelperOrganizationId,
    string NeedClass,
    string HelperClass,
    PairSource Source,
    DateOnly StartedOn,
    int Version);

/// <summary>A pair has ended.</summary>
public sealed record PairEnded(
    Guid PairId,
    Guid ProgrammeId,
    ProgrammeKind Kind,
    Guid NeedOrganizationId,
    Guid HelperOrganizationId,
    DateOnly StartedOn,
    DateOnly EndedOn,
    string Reason,
    int Visits,
    int Version);

/// <summary>One side did something for the other; told once for each visit.</summary>
/// <param name="Visits">How many the pair has with this one.</param>
public sealed record VisitRecorded(
    Guid VisitId,
    Guid PairId,
    Guid ProgrammeId,
    ProgrammeKind Kind,
    Guid NeedOrganizationId,
    Guid HelperOrganizationId,
    DateOnly On,
    IReadOnlyList<string> Activities,
    int? Beneficiaries,
    decimal? Cost,
    int Visits);
