using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

/// <summary>What was changed of an organization, by whom and when.</summary>
internal static class GetOrganizationHistory
{
    private static readonly string[] Told = ["partyOrganization.added", "partyOrganization.changed", "organization.moved"];

    public static async Task<Results<Ok<Page<ChangeResponse>>, NotFound>> Handle(
        Guid id, Caller caller, OrganizationsDb db, Databases databases, CancellationToken cancel, int? limit = null, Guid? cursor = null) =>
        await db.Organizations.Within(caller.Reach).AnyAsync(o => o.Id == id, cancel)
            ? TypedResults.Ok(await History.OfAsync(databases, id, Told, limit, cursor, cancel))
            : TypedResults.NotFound();
}
