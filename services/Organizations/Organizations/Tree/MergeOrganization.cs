using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

/// <summary>
/// Closes an organization in favour of another: its subordinates move below the other here, its members follow when the members
/// service hears of it.
/// </summary>
internal static class MergeOrganization
{
    public static async Task<Results<Ok<OrganizationResponse>, NotFound>> Handle(
        Guid id, MergeOrganizationRequest request, IfMatch ifMatch, Caller caller, OrganizationsDb db, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockTreeAsync(cancel);
        var organization = await db.FindWithin(id, caller.Reach, cancel);
        var target = await db.FindWithin(request.IntoId, caller.Reach, cancel);
        if (organization is null || target is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(organization);
        organization.MergeInto(target, request.Reason, clock.Today());
        var children = await db.Organizations.AsNoTracking().Where(o => o.ParentId == id && o.Status == OrganizationStatus.Active)
            .OrderBy(o => o.LevelCode).ToListAsync(cancel);
        foreach (var child in children)
        {
            await db.MoveSubtreeAsync(child, target, cancel);
        }

        db.PublishOnCommit(organization.State());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(organization.ToResponse());
    }
}
