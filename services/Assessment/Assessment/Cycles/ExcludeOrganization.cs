using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>Who was founded after the cut-off or is being merged need not be scored; the reason stays on record.</summary>
internal static class ExcludeOrganization
{
    internal static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, ExcludeOrganizationRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var cycle = await db.Cycles.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        var organization = cycle is null ? null : await db.Organizations.AsNoTracking().Within(caller.Reach).Under(cycle.LevelCode)
            .SingleOrDefaultAsync(o => o.Id == request.OrganizationId, cancel);
        if (cycle is null || organization is null)
        {
            return TypedResults.NotFound();
        }

        if (!await db.Exclusions.AnyAsync(e => e.CycleId == id && e.OrganizationId == organization.Id, cancel))
        {
            db.Exclusions.Add(CycleExclusion.Record(cycle, organization.Id, organization.LevelCode, request.Reason, caller.UserName, clock.GetUtcNow()));
            await db.SaveChangesAsync(cancel);
        }

        return TypedResults.NoContent();
    }
}
