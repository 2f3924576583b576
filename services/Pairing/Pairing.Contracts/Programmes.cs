using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Pairing.Contracts;

/// <summary>What a programme pairs.</summary>
public enum ProgrammeKind
{
    /// <summary>Organizations with organizations (结对共建, 百局联百村).</summary>
    Organizations,

    /// <summary>Persons with persons (党员结对帮扶).</summary>
    Members,

    /// <summary>An instructor sent by an organization with a site (党建指导员); a site has one at a time.</summary>
    Instructors,
}

public enum ProgrammeState
{
    Open,
    Closed,
}

public enum NeedState
{
    /// <summary>Waits for a helper.</summary>
    Open,

    /// <summary>Has an active pair.</summary>
    Served,

    /// <summary>Taken off the list, with a reason.</summary>
    Withdrawn,
}

/// <summary>Where a need comes from.</summary>
public enum NeedSource
{
    Manual,

    /// <summary>The list of weak organizations (软弱涣散整顿对象).</summary>
    WeakList,

    /// <summary>A sheet of pairs.</summary>
    Import,
}

/// <summary>Opens a pairing programme (结对项目).</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What it pairs.</param>
/// <param name="Year">The year it belongs to.</param>
/// <param name="ScopeOrganizationId">The organization whose subtree the needs lie in.</param>
/// <param name="Template">A table to start from: <c>bureausToVillages</c> or <c>pairingPrinciple</c>; used where no rule set is given.</param>
/// <param name="RuleSet">The table itself.</param>
/// <param name="CapacityPerHelper">Stands before the rule set's own where given.</param>
/// <param name="WeakListClass">When given, organizations listed as weak for the year become needs of this class by themselves.</param>
public sealed record OpenProgrammeRequest(
    [Required, StringLength(200, MinimumLength = 1)] string Name,
    [Range(2000, 2100)] int Year,
    Guid ScopeOrganizationId,
    ProgrammeKind Kind = ProgrammeKind.Organizations,
    [StringLength(60)] string? Template = null,
    MatchingRuleSet? RuleSet = null,
    [Range(1, 1000)] int? CapacityPerHelper = null,
    [RegularExpression(ClassCode.Pattern)] string? WeakListClass = null);

/// <summary>A programme and how far it is.</summary>
public sealed record ProgrammeResponse(
    Guid Id,
    string Name,
    ProgrammeKind Kind,
    int Year,
    Guid ScopeOrganizationId,
    string? ScopeName,
    ProgrammeState State,
    MatchingRuleSet RuleSet,
    string? WeakListClass,
    MatchingRunResponse? LastRun,
    DateTimeOffset OpenedAt,
    string? ClosedReason,
    int Version);

/// <summary>The outcome of the last matching.</summary>
/// <param name="Number">Counts the runs of the programme.</param>
/// <param name="TotalCost">The least there is for this many matched needs.</param>
public sealed record MatchingRunResponse(int Number, DateTimeOffset At, int Matched, int Unmatched, long TotalCost);

/// <summary>A reason, where a rule asks for one.</summary>
public sealed record ReasonRequest([Required, StringLength(500, MinimumLength = 1)] string Reason);

/// <summary>Someone who needs a helper. Sent again for the same organization (and person), it changes the classes.</summary>
/// <param name="OrganizationId">Whose need, or the organization of the person.</param>
/// <param name="OrganizationCode">The business code, instead of the id.</param>
/// <param name="NeedClass">The main problem, e.g. <c>disorderly</c>, <c>poor</c>, <c>weak</c>, <c>specialized</c>.</param>
/// <param name="OtherClasses">Further problems; any of them may find the helper.</param>
/// <param name="Person">Only in a programme of persons.</param>
public sealed record NeedRequest(
    [Required, RegularExpression(ClassCode.Pattern)] string NeedClass,
    Guid? OrganizationId = null,
    [StringLength(64, MinimumLength = 1)] string? OrganizationCode = null,
    [MaxLength(10)] IReadOnlyList<string>? OtherClasses = null,
    PersonRequest? Person = null);

/// <summary>As little about a person as a pair needs: who is helped may be no member at all. Never an identity number.</summary>
/// <param name="Code">The code under which the organization knows the person, e.g. a member's external code.</param>
public sealed record PersonRequest(
    [Required, StringLength(64, MinimumLength = 1)] string Code,
    [Required, StringLength(100, MinimumLength = 1)] string Name);

public sealed record PersonResponse(string Code, string Name);

/// <param name="UnmatchedReason">Why the last matching found nobody, e.g. <c>capacityExhausted</c>.</param>
public sealed record NeedResponse(
    Guid Id,
    Guid OrganizationId,
    string OrganizationCode,
    string OrganizationName,
    PersonResponse? Person,
    string NeedClass,
    IReadOnlyList<string> OtherClasses,
    NeedSource Source,
    NeedState State,
    string? UnmatchedReason,
    int Version);

/// <summary>Someone who can help. Sent again for the same organization (and person), it changes class and capacity.</summary>
/// <param name="HelperClass">e.g. <c>legalAffairs</c>, <c>economic</c>, <c>partyAffairs</c>, <c>agricultural</c>.</param>
/// <param name="Capacity">How many needs at the same time; the programme's when not given.</param>
/// <param name="Person">Only in programmes of persons and of instructors.</param>
public sealed record HelperRequest(
    [Required, RegularExpression(ClassCode.Pattern)] string HelperClass,
    Guid? OrganizationId = null,
    [StringLength(64, MinimumLength = 1)] string? OrganizationCode = null,
    [Range(1, 1000)] int? Capacity = null,
    PersonRequest? Person = null);

public sealed record HelperResponse(
    Guid Id,
    Guid OrganizationId,
    string OrganizationCode,
    string OrganizationName,
    PersonResponse? Person,
    string HelperClass,
    int Capacity,
    int ActivePairs,
    bool Withdrawn,
    int Version);

/// <summary>How many of the entries sent were new, changed, or as they were.</summary>
public sealed record ListedResponse(int Added, int Changed, int Unchanged);

/// <summary>A table to start from.</summary>
public sealed record RuleSetTemplateResponse(string Template, MatchingRuleSet RuleSet);

/// <summary>Takes over a list of weak organizations.</summary>
/// <param name="NeedClass">The class they get.</param>
/// <param name="Year">The list's year; the programme's when not given.</param>
public sealed record FromWeakListRequest(
    [Required, RegularExpression(ClassCode.Pattern)] string NeedClass, [Range(2000, 2100)] int? Year = null);
