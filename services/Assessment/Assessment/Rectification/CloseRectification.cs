using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Strikes the case off; it is followed from then on.</summary>
internal static class CloseRectification
{
    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, CloseRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            async (c, today, now) => db.PublishOnCommit(
                c.Close(request.Number?.Trim() ?? $"{c.Year}-{c.Code}", await db.AcceptanceRuleAsync(c, cancel), today, now)),
            cancel);
}
