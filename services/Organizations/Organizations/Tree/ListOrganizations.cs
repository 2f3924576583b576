using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Spelling;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

internal static class ListOrganizations
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="q">Part of the name, part of its spelling in pinyin or of its initials, or the beginning of the code.</param>
    public static async Task<Results<Ok<Page<OrganizationResponse>>, NotFound>> Handle(
        Caller caller, OrganizationsDb db, CancellationToken cancel, Guid? under = null, OrganizationKind? kind = null,
        [StringLength(40)] string? domainType = null, OrganizationStatus? status = null, [StringLength(100)] string? q = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        if (await FilteredAsync(db, caller, under, kind, domainType, status, q, cancel) is not { } organizations)
        {
            return TypedResults.NotFound();
        }

        var rows = await organizations.Where(o => string.Compare(o.LevelCode, after.LevelCode) > 0)
            .OrderBy(o => o.LevelCode).Take(size + 1).ToListAsync(cancel);
        var page = rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<OrganizationResponse>([.. page.Items.Select(o => o.ToResponse())], page.Next));
    }

    /// <returns>What the list holds, in no order; null when the organization is absent or out of scope.</returns>
    internal static async Task<IQueryable<PartyOrganization>?> FilteredAsync(
        OrganizationsDb db, Caller caller, Guid? under, OrganizationKind? kind, string? domainType, OrganizationStatus? status, string? q, CancellationToken cancel)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach)
        {
            return null;
        }

        var organizations = db.Organizations.AsNoTracking().Within(reach)
            .Where(o => o.Status == (status ?? OrganizationStatus.Active));
        organizations = kind is null ? organizations : organizations.Where(o => o.Kind == kind);
        organizations = domainType is null ? organizations : organizations.Where(o => o.DomainType == domainType);
        if (string.IsNullOrWhiteSpace(q))
        {
            return organizations;
        }

        // Found by walking the scope's own rows: under row security no index answers "contains" (the operator could be made to tell of
        // rows that the caller may not see). A hundred thousand short texts are walked in some tens of milliseconds.
        var text = q.Trim();
        return Pinyin.Asked(text) is { } spelled
            ? organizations.Where(o => o.Spelling.Contains(spelled) || o.Name.Contains(text) || o.Code.StartsWith(text))
            : organizations.Where(o => o.Name.Contains(text) || o.Code.StartsWith(text));
    }
}
