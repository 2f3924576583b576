using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

/// <summary>The list of a selection as a sheet.</summary>
internal static class ExportSelection
{
    internal static readonly ExportSheet<WeakListItem> Sheet = new ExportSheet<WeakListItem>("selection")
        .Number("rankFromLowest", i => i.RankFromLowest).Text("organizationCode", i => i.Code).Text("organization", i => i.Name)
        .Code("domainType", "domainType", i => i.DomainType).Number("score", i => i.Score).Text("grade", i => i.Grade).Choice("listingReason", i => i.Reason)
        .Choice("decidedBy", i => i.DecidedBy);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    internal static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel,
        [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null) =>
        await db.Selections.AsNoTracking().Within(caller.Reach).AnyAsync(s => s.Id == id, cancel)
            ? await db.ExportAsync(
                http, Sheet, db.SelectionItems.AsNoTracking().Within(caller.Reach).Where(i => i.SelectionId == id).OrderBy(i => i.Ordinal), format, purpose, cancel)
            : TypedResults.NotFound();
}
