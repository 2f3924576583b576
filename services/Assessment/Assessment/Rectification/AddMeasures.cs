using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Adds measures, all or none.</summary>
internal static class AddMeasures
{
    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, AddMeasuresRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            (c, today, now) =>
            {
                foreach (var m in request.Measures)
                {
                    c.AddMeasure(m.Issue, m.Action, m.Owner, m.Deadline, m.Priority, today, now);
                }

                return Task.CompletedTask;
            },
            cancel);
}
