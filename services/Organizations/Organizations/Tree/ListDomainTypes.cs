using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Storage;

namespace PartyCloud.Organizations.Tree;

/// <summary>A type that organizations are assessed by (党建类型).</summary>
public sealed record DomainTypeResponse(string Code, string Name, string NameEn);

internal static class ListDomainTypes
{
    public static async Task<Ok<List<DomainTypeResponse>>> Handle(OrganizationsDb db, CancellationToken cancel) =>
        TypedResults.Ok(await db.DomainTypes.OrderBy(type => type.Position)
            .Select(type => new DomainTypeResponse(type.Code, type.Name, type.NameEn)).ToListAsync(cancel));
}
