using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

internal static class GetOrganization
{
    public static async Task<Results<Ok<OrganizationResponse>, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, OrganizationsDb db, CancellationToken cancel) =>
        await Answer(db.Organizations.Where(o => o.Id == id), http, caller, db, cancel);

    public static async Task<Results<Ok<OrganizationResponse>, NotFound>> ByCode(
        string code, HttpContext http, Caller caller, OrganizationsDb db, CancellationToken cancel) =>
        await Answer(db.Organizations.Where(o => o.Code == code), http, caller, db, cancel);

    private static async Task<Results<Ok<OrganizationResponse>, NotFound>> Answer(
        IQueryable<PartyOrganization> which, HttpContext http, Caller caller, OrganizationsDb db, CancellationToken cancel)
    {
        var organization = await which.Within(caller.Reach).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (organization is null)
        {
            return TypedResults.NotFound();
        }

        var counts = await db.Rollups.Where(r => r.LevelCode == organization.LevelCode).ToDictionaryAsync(r => r.Measure, r => r.Count, cancel);
        var parentKind = await db.Organizations.Where(o => o.Id == organization.ParentId).Select(o => (Contracts.OrganizationKind?)o.Kind).SingleOrDefaultAsync(cancel);
        IfMatch.Tag(http, organization.Version);
        var culture = Texts.CultureOf(http);
        return TypedResults.Ok(organization.ToResponse() with
        {
            Warnings = [.. OrganizationWarnings.About(organization, parentKind, counts).Select(w => new OrganizationWarning(w.Code, Texts.Of(w.Code, culture, w.Arguments)))],
        });
    }
}
