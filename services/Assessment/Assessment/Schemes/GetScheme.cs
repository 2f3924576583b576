using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Schemes;

internal static class GetScheme
{
    internal static async Task<Results<Ok<SchemeResponse>, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel)
    {
        var scheme = await db.Schemes.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (scheme is null)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, scheme.Version);
        return TypedResults.Ok(SchemeAnswers.From(scheme));
    }
}
