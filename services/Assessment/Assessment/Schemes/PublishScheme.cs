using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Schemes;

internal static class PublishScheme
{
    internal static async Task<Results<Ok<SchemeResponse>, NotFound>> Handle(
        Guid id, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var scheme = await db.Schemes.Within(caller.Reach).SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (scheme is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(scheme);
        scheme.Publish(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, scheme.Version);
        return TypedResults.Ok(SchemeAnswers.From(scheme));
    }
}
