using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Assessment.Rectification;

/// <summary>How many cases the ledger holds in each state, for a board's columns and a department's figures.</summary>
internal static class CountRectifications
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    internal static async Task<Results<Ok<RectificationCounts>, NotFound>> Handle(
        Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel, int? year = null, Guid? organizationId = null, Guid? selectionId = null,
        Guid? under = null)
    {
        if (await ListRectifications.FilteredAsync(db, caller, null, year, organizationId, selectionId, under, cancel) is not { } cases)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        var states = await cases.GroupBy(c => c.State)
            .Select(group => new { State = group.Key, Cases = group.Count(), Late = group.Count(c => c.Deadline < today) }).ToListAsync(cancel);
        var open = states.Where(row => row.State < RectificationState.Closed).ToList();
        return TypedResults.Ok(new RectificationCounts(
            states.Sum(row => row.Cases), open.Sum(row => row.Cases), open.Sum(row => row.Late),
            [.. states.OrderBy(row => row.State).Select(row => new RectificationStateCount(row.State, row.Cases))]));
    }
}
