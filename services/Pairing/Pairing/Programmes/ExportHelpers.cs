using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

/// <summary>Who can help, as a sheet.</summary>
internal static class ExportHelpers
{
    internal static readonly ExportSheet<Helper> Sheet = new ExportSheet<Helper>("helpers")
        .Text("organizationCode", h => h.OrganizationCode).Text("organization", h => h.OrganizationName).Text("person", h => h.PersonName)
        .Code("helperClass", "class", h => h.HelperClass).Number("capacity", h => h.Capacity).Number("activePairs", h => h.ActivePairs)
        .YesNo("withdrawn", h => h.Withdrawn);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, PairingDb db, CancellationToken cancel,
        [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null) =>
        await db.FindProgrammeAsync(id, caller, cancel) is null
            ? TypedResults.NotFound()
            : await db.ExportAsync(
                http, Sheet, db.Helpers.AsNoTracking().Within(caller.Reach).Where(h => h.ProgrammeId == id).OrderBy(h => h.LevelCode).ThenBy(h => h.Id),
                format, purpose, cancel);
}
