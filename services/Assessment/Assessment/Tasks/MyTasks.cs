using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Assessment.Tasks;

/// <summary>What waits for the caller in the assessment.</summary>
internal static class MyTasks
{
    /// <param name="limit">How many of a kind are shown, 1 to 50; 20 where nothing is said.</param>
    internal static async Task<Ok<TaskList>> Handle(TaskGathering tasks, AssessmentDb db, ServiceDatabase database, CancellationToken cancel, int? limit = null)
    {
        tasks.Show(limit);
        await CycleTasks.AddAsync(tasks, db, database, cancel);

        var cases = db.Rectifications.AsNoTracking().Within(tasks.Caller.Reach);
        await Step("draftPlan", "assessment.rectify", RectificationState.Identified);
        await Step("approvePlan", ApprovePlan.Permission, RectificationState.PlanDrafted);
        await Step("addMeasures", "assessment.rectify", RectificationState.PlanApproved, RectificationState.AcceptanceFailed);
        await Step("carryOutMeasures", "assessment.rectify", RectificationState.Rectifying);
        await Step("acceptRectification", "assessment.accept", RectificationState.SelfChecked);
        await Step("closeRectification", "assessment.accept", RectificationState.AcceptancePassed);

        await tasks.AddAsync(
            "decideRemoval", "assessment.consequences",
            from removal in db.RemovalProposals.AsNoTracking().Within(tasks.Caller.Reach)
            where removal.State == RemovalState.Proposed
            from organization in db.Organizations.Where(o => o.Id == removal.OrganizationId).DefaultIfEmpty()
            orderby removal.ProposedAt, removal.Id
            select new { removal.Id, removal.Year, removal.OrganizationId, Name = (string?)organization!.Name },
            removal => new DueTask(
                removal.Id, "/api/v1/assessment/removals?state=proposed", removal.OrganizationId, removal.Name, null, removal.Name ?? "", removal.Year),
            cancel);
        return TypedResults.Ok(tasks.Answer());

        Task Step(string kind, string permission, params RectificationState[] states) => tasks.AddAsync(
            kind, permission, cases.Where(c => states.Contains(c.State)).OrderBy(c => c.Deadline).ThenBy(c => c.Id),
            c => new DueTask(c.Id, $"/api/v1/assessment/rectifications/{c.Id}", c.OrganizationId, c.Name, DueOn(c), c.Name, c.Year), cancel);
    }

    // While measures are under way the next of them counts, and the whole plan's day when they are all done.
    private static DateOnly? DueOn(RectificationCase c) =>
        c.State is RectificationState.Rectifying ? c.Measures.Where(m => !m.IsDone).Select(m => (DateOnly?)m.Deadline).Append(c.Deadline).Min() : c.Deadline;
}
