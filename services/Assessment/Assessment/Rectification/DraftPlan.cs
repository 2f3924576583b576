using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Writes the plan; who may approve plans approves his own with it, unless he sends it as a draft.</summary>
internal static class DraftPlan
{
    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, PlanRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            (c, today, now) =>
            {
                c.DraftPlan(request.Causes, request.Goal, request.Deadline, today, now);
                if (!request.Draft && caller.Permissions.Allows(ApprovePlan.Permission))
                {
                    c.ApprovePlan(caller.UserName, now);
                }

                return Task.CompletedTask;
            },
            cancel);
}
