using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>The organization says it is done; the acceptance team comes next.</summary>
internal static class ReportSelfCheck
{
    internal static Task<Results<Ok<RectificationResponse>, NotFound>> Handle(
        Guid id, SelfCheckRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        RectificationStep.TakeAsync(
            id, ifMatch, http, caller, db,
            (c, today, now) =>
            {
                c.ReportSelfCheck(request.Report, today, now);
                return Task.CompletedTask;
            },
            cancel);
}
