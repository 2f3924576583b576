using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Schemes;

internal static class ChangeScheme
{
    internal static async Task<Results<Ok<SchemeResponse>, NotFound>> Handle(
        Guid id, ChangeSchemeRequest request, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel)
    {
        var scheme = await db.Schemes.Within(caller.Reach).SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (scheme is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(scheme);
        CreateScheme.RequireSound(request.Content);
        scheme.Change(request.Name.Trim(), request.Content);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, scheme.Version);
        return TypedResults.Ok(SchemeAnswers.From(scheme));
    }
}
