using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Many cases by their ids in one call.</summary>
internal static class BatchGetRectifications
{
    internal static async Task<Ok<BatchGetRectificationsResponse>> Handle(
        BatchGetRectificationsRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        Guid[] ids = [.. request.Ids.Distinct()];
        var found = await db.Rectifications.AsNoTracking().Within(caller.Reach).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var today = clock.Today();
        return TypedResults.Ok(new BatchGetRectificationsResponse(
            [.. ids.Select(id => found.GetValueOrDefault(id)).OfType<RectificationCase>().Select(c => RectificationAnswers.From(c, today))],
            [.. ids.Where(id => !found.ContainsKey(id))]));
    }
}
