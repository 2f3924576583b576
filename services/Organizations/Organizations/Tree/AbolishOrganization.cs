using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

internal static class AbolishOrganization
{
    public static async Task<Results<Ok<OrganizationResponse>, NotFound>> Handle(
        Guid id, AbolishOrganizationRequest request, IfMatch ifMatch, Caller caller, OrganizationsDb db, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockTreeAsync(cancel);
        var organization = await db.FindWithin(id, caller.Reach, cancel);
        if (organization is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(organization);
        var hasChildren = await db.Organizations.AnyAsync(o => o.ParentId == id && o.Status == OrganizationStatus.Active, cancel);
        var members = await db.Rollups.Where(r => r.LevelCode == organization.LevelCode && r.Measure == Measures.Members).Select(r => r.Count).SingleOrDefaultAsync(cancel);
        organization.Abolish(hasChildren, members > 0, request.Reason, clock.Today());
        db.PublishOnCommit(organization.State());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(organization.ToResponse());
    }
}
