using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Pairing.Programmes;

/// <summary>Who needs a helper, as a sheet.</summary>
internal static class ExportNeeds
{
    internal static readonly ExportSheet<Need> Sheet = new ExportSheet<Need>("needs")
        .Text("organizationCode", n => n.OrganizationCode).Text("organization", n => n.OrganizationName).Text("person", n => n.PersonName)
        .Code("needClass", "class", n => n.NeedClass).Text("otherClasses", n => string.Join('、', n.OtherClasses)).Choice("source", n => n.Source)
        .Choice("state", n => n.State);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, PairingDb db, CancellationToken cancel, NeedState? state = null, NeedSource? source = null,
        [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null) =>
        await db.FindProgrammeAsync(id, caller, cancel) is null
            ? TypedResults.NotFound()
            : await db.ExportAsync(
                http, Sheet, ListNeeds.Filtered(db, caller, id, state, source).OrderBy(n => n.LevelCode).ThenBy(n => n.Id), format, purpose, cancel);
}
