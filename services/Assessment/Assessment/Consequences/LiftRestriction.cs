using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

internal static class LiftRestriction
{
    internal static async Task<Results<Ok<RestrictionResponse>, NotFound>> Handle(
        Guid id, LiftRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var restriction = await db.Restrictions.Within(caller.Reach).SingleOrDefaultAsync(r => r.Id == id, cancel);
        if (restriction is null)
        {
            return TypedResults.NotFound();
        }

        db.PublishOnCommit(restriction.Lift(request.Reason, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(ListRestrictions.Answer(restriction));
    }
}
