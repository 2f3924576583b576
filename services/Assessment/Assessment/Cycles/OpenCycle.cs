using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

internal static class OpenCycle
{
    internal static async Task<Results<Ok<CycleResponse>, NotFound>> Handle(
        Guid id, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var cycle = await db.Cycles.Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(cycle);
        cycle.Open(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, cycle.Version);
        return TypedResults.Ok(CycleAnswers.From(cycle));
    }
}
