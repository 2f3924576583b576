using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Schemes;

internal static class CopyScheme
{
    internal static async Task<Results<Created<SchemeResponse>, NotFound>> Handle(
        Guid id, CopySchemeRequest request, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var scheme = await db.Schemes.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (scheme is null)
        {
            return TypedResults.NotFound();
        }

        var copy = scheme.CopyForward(request.Name?.Trim() ?? scheme.Name, request.Year, clock.GetUtcNow());
        db.Schemes.Add(copy);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, copy.Version);
        return TypedResults.Created($"/api/v1/assessment/schemes/{copy.Id}", SchemeAnswers.From(copy));
    }
}
