using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Assessment.Contracts;

/// <summary>A plan made for one organization (一支一策). Who may approve plans approves his own with it, unless it is sent as a draft.</summary>
/// <param name="Causes">What is wrong, and why.</param>
/// <param name="Goal">What is to be reached.</param>
/// <param name="Deadline">By when.</param>
/// <param name="Draft">True leaves the approval to somebody else.</param>
public sealed record PlanRequest(
    [property: StringLength(4000, MinimumLength = 1)] string Causes,
    [property: StringLength(4000, MinimumLength = 1)] string Goal,
    DateOnly Deadline,
    bool Draft = false);

/// <summary>Adds measures to a case.</summary>
public sealed record AddMeasuresRequest([property: MinLength(1), MaxLength(100)] IReadOnlyList<MeasureRequest> Measures);

/// <summary>A measure: what, who, by when.</summary>
/// <param name="Issue">The problem it answers.</param>
/// <param name="Action">What is done.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Deadline">By when.</param>
/// <param name="Priority">How urgent it is.</param>
public sealed record MeasureRequest(
    [property: StringLength(1000, MinimumLength = 1)] string Issue,
    [property: StringLength(2000, MinimumLength = 1)] string Action,
    [property: StringLength(200, MinimumLength = 1)] string Owner,
    DateOnly Deadline,
    MeasurePriority Priority = MeasurePriority.WithinPeriod);

/// <summary>A measure is done.</summary>
public sealed record CompleteMeasureRequest([property: StringLength(2000, MinimumLength = 1)] string Outcome, DateOnly? On = null);

/// <summary>The organization says it is done.</summary>
public sealed record SelfCheckRequest([property: StringLength(4000, MinimumLength = 1)] string Report);

/// <summary>The sheet of an acceptance (验收表).</summary>
/// <param name="Score">The points given.</param>
/// <param name="Ballots">How many appraised.</param>
/// <param name="Dissatisfied">How many of them are not satisfied.</param>
/// <param name="Team">Who accepted, as signed.</param>
/// <param name="Findings">What was found.</param>
/// <param name="HeldOn">When; today where nothing is said.</param>
public sealed record AcceptanceRequest(
    [property: Range(typeof(decimal), "0", "1000000", ParseLimitsInInvariantCulture = true)] decimal Score,
    [property: Range(1, 100_000)] int Ballots,
    [property: Range(0, 100_000)] int Dissatisfied,
    [property: StringLength(500, MinimumLength = 1)] string Team,
    [property: StringLength(4000)] string Findings = "",
    DateOnly? HeldOn = null);

/// <summary>Closes a case (销号).</summary>
/// <param name="Number">The closing number; made from the year and the organization's code where nothing is said.</param>
public sealed record CloseRequest([property: StringLength(60, MinimumLength = 1)] string? Number = null);

/// <summary>A rectification case (整顿台账).</summary>
public sealed record RectificationResponse(
    Guid Id,
    int Version,
    Guid SelectionId,
    Guid CycleId,
    int Year,
    Guid OrganizationId,
    string Code,
    string Name,
    string DomainType,
    ListingReason Reason,
    RectificationState State,
    string? Causes,
    string? Goal,
    DateOnly? Deadline,
    DateTimeOffset? PlanApprovedAt,
    string? PlanApprovedBy,
    IReadOnlyList<MeasureResponse> Measures,
    string? SelfCheck,
    DateOnly? SelfCheckedOn,
    IReadOnlyList<AcceptanceResponse> Acceptances,
    string? CloseNumber,
    DateOnly? ClosedOn,
    DateOnly? TrackingUntil,
    DateTimeOffset OpenedAt,
    DateTimeOffset ChangedAt);

/// <summary>A measure of a case.</summary>
public sealed record MeasureResponse(
    int Number, string Issue, string Action, string Owner, DateOnly Deadline, MeasurePriority Priority, DateOnly? DoneOn, string? Outcome, bool Overdue);

/// <summary>An acceptance of a case.</summary>
public sealed record AcceptanceResponse(
    int Number, DateOnly HeldOn, decimal Score, int Ballots, int Dissatisfied, string Team, string Findings, bool Passed);

/// <summary>Up to 1,000 cases.</summary>
public sealed record BatchGetRectificationsRequest([property: MinLength(1), MaxLength(1000)] IReadOnlyList<Guid> Ids);

/// <param name="Items">What was found, closed cases as well, each once and in the order of the ids.</param>
/// <param name="Missing">Absent or out of reach.</param>
public sealed record BatchGetRectificationsResponse(IReadOnlyList<RectificationResponse> Items, IReadOnlyList<Guid> Missing);

/// <summary>How many cases there are (整顿情况统计).</summary>
/// <param name="Total">All that the filters leave.</param>
/// <param name="Open">Of them, those not closed yet.</param>
/// <param name="Overdue">Of the open ones, those whose deadline has passed.</param>
/// <param name="States">Each state in which there is a case, in the order of a case's course.</param>
public sealed record RectificationCounts(int Total, int Open, int Overdue, IReadOnlyList<RectificationStateCount> States);

/// <summary>How many cases are in one state.</summary>
/// <param name="State">The state.</param>
/// <param name="Cases">How many.</param>
public sealed record RectificationStateCount(RectificationState State, int Cases);
