using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Organizations.Tree;

/// <summary>The organizations of a list as a sheet, in tree order, with how much lies below each.</summary>
internal static class ExportOrganizations
{
    internal static readonly ExportSheet<OrganizationLine> Sheet = new ExportSheet<OrganizationLine>("organizations")
        .Text("organizationCode", l => l.Organization.Code).Text("organization", l => l.Organization.Name).Choice("organizationKind", l => l.Organization.Kind)
        .Code("domainType", "domainType", l => l.Organization.DomainType).Text("parentCode", l => l.ParentCode).Text("regionCode", l => l.Organization.RegionCode)
        .Text("unitName", l => l.Organization.UnitName).Text("unitClass", l => l.Organization.UnitClass).Date("establishedOn", l => l.Organization.EstablishedOn)
        .Text("externalCode", l => l.Organization.ExternalCode).Text("creditCode", l => l.Organization.CreditCode).Number("organizationsBelow", l => l.Organizations).Number("members", l => l.Members)
        .Choice("state", l => l.Organization.Status);

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="q">As in the list.</param>
    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        HttpContext http, Caller caller, OrganizationsDb db, CancellationToken cancel, Guid? under = null, OrganizationKind? kind = null,
        [StringLength(40)] string? domainType = null, OrganizationStatus? status = null, [StringLength(100)] string? q = null,
        [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null)
    {
        if (await ListOrganizations.FilteredAsync(db, caller, under, kind, domainType, status, q, cancel) is not { } organizations)
        {
            return TypedResults.NotFound();
        }

        var lines = from o in organizations
                    join p in db.Organizations.AsNoTracking() on o.ParentId equals p.Id into parents
                    from p in parents.DefaultIfEmpty()
                    join below in db.Rollups.AsNoTracking().Where(r => r.Measure == Measures.Organizations) on o.LevelCode equals below.LevelCode into counted
                    from below in counted.DefaultIfEmpty()
                    join members in db.Rollups.AsNoTracking().Where(r => r.Measure == Measures.Members) on o.LevelCode equals members.LevelCode into persons
                    from members in persons.DefaultIfEmpty()
                    orderby o.LevelCode
                    select new OrganizationLine(o, p!.Code, (int?)below!.Count ?? 0, (int?)members!.Count ?? 0);
        return await db.ExportAsync(http, Sheet, lines, format, purpose, cancel);
    }
}

internal sealed record OrganizationLine(PartyOrganization Organization, string? ParentCode, int Organizations, int Members);
