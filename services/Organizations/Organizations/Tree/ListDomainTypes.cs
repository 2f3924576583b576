using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;

namespace PartyCloud.Organizations.Tree;

internal static class ListDomainTypes
{
    public static async Task<Ok<List<DomainTypeResponse>>> Handle(OrganizationsDb db, CancellationToken cancel) =>
        TypedResults.Ok(await db.DomainTypes.OrderBy(type => type.Position)
            .Select(type => new DomainTypeResponse(type.Code, type.Name, type.NameEn)).ToListAsync(cancel));
}
