using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>The superior approves the plan.</summary>
internal static class ApprovePlan
{
    internal const string Permission = "assessment.approve";

    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            (c, _, now) =>
            {
                c.ApprovePlan(caller.UserName, now);
                return Task.CompletedTask;
            },
            cancel);
}
