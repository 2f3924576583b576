using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Marks a measure done, with what came of it.</summary>
internal static class CompleteMeasure
{
    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, int number, CompleteMeasureRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            (c, today, now) =>
            {
                c.CompleteMeasure(number, request.On ?? today, request.Outcome, today, now);
                return Task.CompletedTask;
            },
            cancel);
}
