using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Pairs;

/// <summary>The pairs of a list as a sheet.</summary>
internal static class ExportPairs
{
    internal static readonly ExportSheet<Pair> Sheet = new ExportSheet<Pair>("pairs")
        .Text("needCode", p => p.Need.Code).Text("needName", p => p.Need.Name).Text("needPerson", p => p.Need.PersonName)
        .Text("helperCode", p => p.Helper.Code).Text("helperName", p => p.Helper.Name).Text("helperPerson", p => p.Helper.PersonName)
        .Choice("programmeKind", p => p.Kind).Choice("state", p => p.State).Choice("source", p => p.Source).Date("startedOn", p => p.StartedOn)
        .Date("endedOn", p => p.EndedOn).Text("reason", p => p.Reason).Number("visits", p => p.Visits).Date("lastVisitOn", p => p.LastVisitOn);

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="side">Whose place counts: the one in need (default) or the helper.</param>
    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        HttpContext http, Caller caller, PairingDb db, CancellationToken cancel, Guid? under = null, PairSide? side = null, Guid? programmeId = null,
        ProgrammeKind? kind = null, PairState? state = null, [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } scope)
        {
            return TypedResults.NotFound();
        }

        var byHelper = side is PairSide.Helper;
        var pairs = ListPairs.Filtered(db, scope, byHelper, programmeId, kind, state);
        var sorted = byHelper ? pairs.OrderBy(p => p.Helper.LevelCode).ThenBy(p => p.Id) : pairs.OrderBy(p => p.Need.LevelCode).ThenBy(p => p.Id);
        return await db.ExportAsync(http, Sheet, sorted, format, purpose, cancel);
    }
}
