using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Assessment.Contracts;

/// <summary>Records an accountability talk (约谈); the restriction that follows is imposed with it.</summary>
/// <param name="OrganizationId">The organization through which the subject is in scope; the subject itself, where it is an organization.</param>
/// <param name="SubjectKind">A member or an organization.</param>
/// <param name="SubjectId">Whom it is about.</param>
/// <param name="SubjectName">The name, as it stands on the record.</param>
/// <param name="HeldOn">When.</param>
/// <param name="HeldBy">By whom.</param>
/// <param name="Reason">Why.</param>
/// <param name="RectificationId">The case it belongs to.</param>
public sealed record TalkRequest(
    Guid OrganizationId,
    SubjectKind SubjectKind,
    Guid SubjectId,
    [property: StringLength(100, MinimumLength = 1)] string SubjectName,
    DateOnly HeldOn,
    [property: StringLength(200, MinimumLength = 1)] string HeldBy,
    [property: StringLength(2000, MinimumLength = 1)] string Reason,
    Guid? RectificationId = null);

/// <summary>A talk on record, and the restriction that followed.</summary>
public sealed record TalkResponse(
    Guid Id, Guid OrganizationId, SubjectKind SubjectKind, Guid SubjectId, string SubjectName, DateOnly HeldOn, string HeldBy, string Reason,
    Guid? RectificationId, Guid? RestrictionId);

/// <summary>Records a finding of falsification (弄虚作假); the restriction that follows is imposed with it.</summary>
/// <param name="OrganizationId">The organization through which the subject is in scope.</param>
/// <param name="SubjectKind">A member or an organization.</param>
/// <param name="SubjectId">Whom it is about.</param>
/// <param name="SubjectName">The name, as it stands on the record.</param>
/// <param name="FoundOn">When.</param>
/// <param name="Description">What was found.</param>
/// <param name="CorrectBy">By when it must be put right.</param>
/// <param name="CircularNumber">The number of the circular that names it.</param>
public sealed record FalsificationRequest(
    Guid OrganizationId,
    SubjectKind SubjectKind,
    Guid SubjectId,
    [property: StringLength(100, MinimumLength = 1)] string SubjectName,
    DateOnly FoundOn,
    [property: StringLength(4000, MinimumLength = 1)] string Description,
    DateOnly CorrectBy,
    [property: StringLength(100)] string? CircularNumber = null);

/// <summary>A finding on record, and the restriction that followed.</summary>
public sealed record FalsificationResponse(
    Guid Id, Guid OrganizationId, SubjectKind SubjectKind, Guid SubjectId, string SubjectName, DateOnly FoundOn, string Description,
    string? CircularNumber, DateOnly CorrectBy, Guid? RestrictionId);

/// <summary>A restriction (限制).</summary>
/// <param name="Id">Its id.</param>
/// <param name="SubjectKind">A member or an organization.</param>
/// <param name="SubjectId">Whom it holds.</param>
/// <param name="SubjectName">The name on record.</param>
/// <param name="OrganizationId">The organization through which the subject is in scope.</param>
/// <param name="Scopes">What it keeps from.</param>
/// <param name="From">Its first day.</param>
/// <param name="Until">Its last day.</param>
/// <param name="ReasonCode">Names the kind of source, for example restriction.talk.</param>
/// <param name="SourceId">The talk or finding it follows from.</param>
/// <param name="LiftedAt">When it was lifted before its time.</param>
/// <param name="LiftReason">Why.</param>
public sealed record RestrictionResponse(
    Guid Id,
    SubjectKind SubjectKind,
    Guid SubjectId,
    string SubjectName,
    Guid OrganizationId,
    IReadOnlyList<RestrictionScope> Scopes,
    DateOnly From,
    DateOnly Until,
    string ReasonCode,
    Guid SourceId,
    DateTimeOffset? LiftedAt,
    string? LiftReason);

/// <summary>Lifts a restriction before its time.</summary>
public sealed record LiftRequest([property: StringLength(1000, MinimumLength = 3)] string Reason);

/// <summary>A proposal to remove a secretary (免职建议).</summary>
public sealed record RemovalResponse(
    Guid Id, int Version, int Year, Guid OrganizationId, string Post, IReadOnlyList<Guid> BecauseOf, RemovalState State,
    string? DecidedBy, string? DecisionReason, DateOnly? EffectiveOn, DateTimeOffset ProposedAt, DateTimeOffset? DecidedAt);

/// <summary>Approves a removal, from a day on.</summary>
public sealed record ApproveRemovalRequest(DateOnly EffectiveOn);

/// <summary>Rejects a removal.</summary>
public sealed record RejectRemovalRequest([property: StringLength(1000, MinimumLength = 3)] string Reason);
