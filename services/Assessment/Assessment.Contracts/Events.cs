namespace PartyCloud.Assessment.Contracts;

/// <summary>A cycle is frozen: its snapshot, scores, ranks and grades stand.</summary>
public sealed record CycleFrozen(Guid CycleId, int Version, Guid SchemeId, int Year, Guid ScopeOrganizationId, string LevelCode, int Assessed, DateTimeOffset At);

/// <summary>An organization has its grade of the year (分类定级).</summary>
public sealed record OrganizationGraded(
    Guid CycleId, int Version, int Year, Guid OrganizationId, string Code, string LevelCode, string DomainType, decimal Score, string Grade, int Rank, bool Vetoed, DateTimeOffset At);

/// <summary>An organization is listed as weak and lax (软弱涣散) and a rectification case is open for it.</summary>
public sealed record OrganizationListedAsWeak(
    Guid SelectionId, int Version, Guid CycleId, int Year, Guid OrganizationId, string Code, string LevelCode, string Name, string DomainType,
    string Grade, ListingReason Reason, Guid RectificationId, DateTimeOffset At);

/// <summary>A rectification case is closed with its number (销号).</summary>
public sealed record RectificationClosed(Guid RectificationId, int Version, Guid OrganizationId, int Year, string Number, DateOnly On, DateTimeOffset At);

/// <summary>From when to when somebody or some organization is kept from what (限制).</summary>
public sealed record RestrictionImposed(
    Guid RestrictionId, int Version, SubjectKind SubjectKind, Guid SubjectId, Guid OrganizationId, string LevelCode,
    IReadOnlyList<RestrictionScope> Scopes, DateOnly From, DateOnly Until, string ReasonCode, Guid SourceId, DateTimeOffset At);

/// <summary>A restriction was lifted before its time.</summary>
public sealed record RestrictionLifted(Guid RestrictionId, int Version, SubjectKind SubjectKind, Guid SubjectId, string Reason, DateTimeOffset At);

/// <summary>The removal of a secretary is proposed; people decide (免职建议).</summary>
public sealed record RemovalProposed(
    Guid ProposalId, int Version, int Year, Guid OrganizationId, string LevelCode, string Post, IReadOnlyList<Guid> BecauseOf, DateTimeOffset At);
