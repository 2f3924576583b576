using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Rectification;

internal static class GetRectification
{
    internal static async Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var rectification = await db.Rectifications.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (rectification is null)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, rectification.Version);
        return TypedResults.Ok(RectificationAnswers.From(rectification, clock.Today()));
    }
}

internal static class RectificationAnswers
{
    internal static RectificationResponse From(RectificationCase c, DateOnly today) => new(
        c.Id, c.Version, c.SelectionId, c.CycleId, c.Year, c.OrganizationId, c.Code, c.Name, c.DomainType, c.Reason, c.State, c.Causes, c.Goal, c.Deadline,
        c.PlanApprovedAt, c.PlanApprovedBy,
        [.. c.Measures.Select(m => new MeasureResponse(m.Number, m.Issue, m.Action, m.Owner, m.Deadline, m.Priority, m.DoneOn, m.Outcome, m.IsOverdue(today)))],
        c.SelfCheck, c.SelfCheckedOn,
        [.. c.Acceptances.Select(a => new AcceptanceResponse(a.Number, a.HeldOn, a.Score, a.Ballots, a.Dissatisfied, a.Team, a.Findings, a.Passed))],
        c.CloseNumber, c.ClosedOn, c.TrackingUntil, c.OpenedAt, c.ChangedAt);
}

/// <summary>What every step of a case has in common: find it in scope, check the version, take the step, save, answer.</summary>
internal static class RectificationStep
{
    internal static async Task<Results<Ok<RectificationResponse>, NotFound>> TakeAsync(
        Guid id, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, Func<RectificationCase, DateOnly, DateTimeOffset, Task> step, CancellationToken cancel)
    {
        var rectification = await db.Rectifications.Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (rectification is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(rectification);
        var today = db.Context.Clock.Today();
        await step(rectification, today, db.Context.Clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, rectification.Version);
        return TypedResults.Ok(RectificationAnswers.From(rectification, today));
    }

    /// <summary>The rule of the scheme that the case's cycle followed.</summary>
    internal static async Task<AcceptanceRule> AcceptanceRuleAsync(this AssessmentDb db, RectificationCase rectification, CancellationToken cancel)
    {
        var scheme = await (from c in db.Cycles.AsNoTracking()
                            join s in db.Schemes.AsNoTracking() on c.SchemeId equals s.Id
                            where c.Id == rectification.CycleId
                            select s.Content).SingleAsync(cancel);
        return scheme.Acceptance ?? Acceptance.Template;
    }
}
