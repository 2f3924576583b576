using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Records the acceptance sheet; the scheme of the cycle decides whether it passes.</summary>
internal static class AcceptRectification
{
    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, AcceptanceRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            async (c, today, now) => c.Accept(
                await db.AcceptanceRuleAsync(c, cancel), request.Score, request.Ballots, request.Dissatisfied, request.Team, request.Findings,
                request.HeldOn ?? today, today, now),
            cancel);
}
