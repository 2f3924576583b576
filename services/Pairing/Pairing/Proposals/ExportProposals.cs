using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Pairing.Proposals;

/// <summary>The proposals with what they cost, as a sheet.</summary>
internal static class ExportProposals
{
    internal static readonly ExportSheet<Proposal> Sheet = new ExportSheet<Proposal>("proposals")
        .Text("needCode", p => p.Need.Code).Text("needName", p => p.Need.Name).Text("needPerson", p => p.Need.PersonName)
        .Text("helperCode", p => p.Helper.Code).Text("helperName", p => p.Helper.Name).Text("helperPerson", p => p.Helper.PersonName)
        .Code("helperClass", "class", p => p.Reasons.HelperClass).Code("needClass", "class", p => p.Reasons.NeedClass).Number("priority", p => p.Reasons.Priority)
        .Number("distance", p => p.Reasons.Distance).Number("load", p => p.Reasons.Load).Number("cost", p => p.Reasons.Cost)
        .Choice("state", p => p.State).Text("rejectedReason", p => p.RejectedReason);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, PairingDb db, CancellationToken cancel, ProposalState? state = null,
        [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null) =>
        await db.FindProgrammeAsync(id, caller, cancel) is null
            ? TypedResults.NotFound()
            : await db.ExportAsync(
                http, Sheet, ListProposals.Filtered(db, caller, id, state).OrderBy(p => p.Need.LevelCode).ThenBy(p => p.Id), format, purpose, cancel);
}
