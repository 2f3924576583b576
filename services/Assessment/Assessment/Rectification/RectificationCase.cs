using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Rectification;

/// <summary>What the case was opened for: one line of a frozen selection.</summary>
internal sealed record ListedOrganization(
    Guid SelectionId, Guid CycleId, int Year, Guid OrganizationId, string Code, string LevelCode, string Name, string DomainType, ListingReason Reason);

/// <summary>The rectification of one listed organization, from listing to the end of the follow-up (整顿、验收、销号). A closed case still counts as listed in its year.</summary>
internal sealed class RectificationCase : IVersioned, IPlaced
{
    private readonly List<RectificationMeasure> measures = [];
    private readonly List<AcceptanceSheet> acceptances = [];

    private RectificationCase()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public Guid SelectionId { get; private set; }

    public Guid CycleId { get; private set; }

    public int Year { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string Code { get; private set; } = "";

    public string LevelCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string DomainType { get; private set; } = "";

    public ListingReason Reason { get; private set; }

    public RectificationState State { get; private set; }

    public string? Causes { get; private set; }

    public string? Goal { get; private set; }

    public DateOnly? Deadline { get; private set; }

    public DateTimeOffset? PlanApprovedAt { get; private set; }

    public string? PlanApprovedBy { get; private set; }

    public string? SelfCheck { get; private set; }

    public DateOnly? SelfCheckedOn { get; private set; }

    public string? CloseNumber { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public DateOnly? TrackingUntil { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public IReadOnlyList<RectificationMeasure> Measures => measures;

    public IReadOnlyList<AcceptanceSheet> Acceptances => acceptances;

    internal bool IsOver => State is RectificationState.Ended or RectificationState.Relisted;

    internal static RectificationCase Open(ListedOrganization listed, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Version = 1,
        SelectionId = listed.SelectionId,
        CycleId = listed.CycleId,
        Year = listed.Year,
        OrganizationId = listed.OrganizationId,
        Code = listed.Code,
        LevelCode = listed.LevelCode,
        Name = listed.Name,
        DomainType = listed.DomainType,
        Reason = listed.Reason,
        State = RectificationState.Identified,
        OpenedAt = now,
        ChangedAt = now,
    };

    /// <summary>A plan made for this organization alone; it can be rewritten until it is approved.</summary>
    internal void DraftPlan(string causes, string goal, DateOnly deadline, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.Identified or RectificationState.PlanDrafted, "rectification.plan-already-approved", State);
        Rule.Require(deadline >= today, "rectification.deadline-passed", deadline);

        (Causes, Goal, Deadline) = (causes, goal, deadline);
        Enter(RectificationState.PlanDrafted, now);
    }

    internal void ApprovePlan(string approver, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.PlanDrafted, "rectification.no-plan-to-approve", State);

        (PlanApprovedAt, PlanApprovedBy) = (now, approver);
        Enter(measures.Count > 0 ? RectificationState.Rectifying : RectificationState.PlanApproved, now);
    }

    /// <summary>A measure names who answers for it and by when. The first one after approval starts the work; after a failed acceptance a new one starts it again.</summary>
    internal RectificationMeasure AddMeasure(
        string issue, string action, string owner, DateOnly deadline, MeasurePriority priority, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(
            State is RectificationState.PlanDrafted or RectificationState.PlanApproved or RectificationState.Rectifying or RectificationState.AcceptanceFailed,
            "rectification.measures-not-now", State);
        Rule.Require(deadline >= today, "rectification.deadline-passed", deadline);

        var measure = new RectificationMeasure(measures.Count + 1, issue, action, owner, deadline, priority);
        measures.Add(measure);
        Enter(State is RectificationState.PlanDrafted ? State : RectificationState.Rectifying, now);
        return measure;
    }

    internal void CompleteMeasure(int number, DateOnly on, string outcome, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.Rectifying, "rectification.not-rectifying", State);
        Rule.Require(on <= today, "rectification.done-in-the-future", on);
        var measure = measures.Find(m => m.Number == number);
        Rule.Require(measure is not null, "rectification.no-such-measure", number);
        Rule.Require(!measure!.IsDone, "rectification.measure-already-done", measure.Action);

        measure.Complete(on, outcome);
        Enter(State, now);
    }

    internal void ReportSelfCheck(string report, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.Rectifying, "rectification.not-rectifying", State);
        Rule.Require(measures.Count > 0, "rectification.no-measures");

        (SelfCheck, SelfCheckedOn) = (report, today);
        Enter(RectificationState.SelfChecked, now);
    }

    /// <summary>At least the rule's score passes, and more dissatisfied than the rule allows fails outright.</summary>
    internal AcceptanceSheet Accept(
        AcceptanceRule rule, decimal score, int ballots, int dissatisfied, string team, string findings, DateOnly heldOn, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.SelfChecked, "rectification.not-self-checked", State);
        Rule.Require(ballots > 0 && dissatisfied >= 0 && dissatisfied <= ballots, "rectification.ballots-impossible", dissatisfied, ballots);
        Rule.Require(heldOn <= today && heldOn >= SelfCheckedOn, "rectification.acceptance-date-impossible", heldOn);

        var sheet = new AcceptanceSheet(
            acceptances.Count + 1, heldOn, score, ballots, dissatisfied, team, findings, rule.Passes(score, ballots, dissatisfied), now);
        acceptances.Add(sheet);
        Enter(sheet.Passed ? RectificationState.AcceptancePassed : RectificationState.AcceptanceFailed, now);
        return sheet;
    }

    /// <summary>Closing needs an acceptance sheet that passed; the number strikes the case off (销号).</summary>
    internal RectificationClosed Close(string number, AcceptanceRule rule, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.AcceptancePassed && acceptances.Exists(a => a.Passed), "rectification.not-accepted", State);

        (CloseNumber, ClosedOn, TrackingUntil) = (number, today, today.AddMonths(rule.TrackingMonths));
        Enter(RectificationState.Closed, now);
        return new(Id, Version, OrganizationId, Year, number, today, now);
    }

    internal void Track(DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.Closed, "rectification.not-closed", State);

        Enter(RectificationState.Tracking, now);
    }

    internal void End(DateOnly today, DateTimeOffset now)
    {
        Rule.Require(State is RectificationState.Tracking, "rectification.not-tracking", State);
        Rule.Require(today >= TrackingUntil, "rectification.tracking-not-over", TrackingUntil!);

        Enter(RectificationState.Ended, now);
    }

    /// <summary>The organization was selected again; whatever is left goes on in the new case.</summary>
    internal void Relist(DateTimeOffset now)
    {
        Rule.Require(!IsOver, "rectification.over", State);

        Enter(RectificationState.Relisted, now);
    }

    private void Enter(RectificationState state, DateTimeOffset now)
    {
        (State, ChangedAt) = (state, now);
        Version++;
    }
}
