using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Cycles;

internal static class GetCycle
{
    internal static async Task<Results<Ok<CycleResponse>, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel)
    {
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, cycle.Version);
        return TypedResults.Ok(CycleAnswers.From(cycle));
    }
}
