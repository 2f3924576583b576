using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Members.Transfers;

/// <summary>The letters of a list as a sheet, masked as on the page.</summary>
internal static class ExportTransfers
{
    internal static readonly ExportSheet<Transfer> Sheet = new ExportSheet<Transfer>("transfers")
        .Text("member", t => t.MemberName).Text("idNumber", t => t.IdNumberMasked).Choice("memberStatus", t => t.MemberStatus)
        .Text("fromOrganization", t => t.FromName).Text("toOrganization", t => t.ToName).Text("letterNo", t => t.LetterNo)
        .Text("reason", t => t.Reason).Date("issuedOn", t => t.IssuedOn).Date("expiresOn", t => t.ExpiresOn)
        .Choice("state", t => t.State).Date("decidedOn", t => t.DecidedOn).Text("decisionNote", t => t.DecisionNote);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        [StringLength(200, MinimumLength = 2), RegularExpression(@".*\S.*")] string purpose, HttpContext http, Caller caller, MembersDb db, CancellationToken cancel,
        [RegularExpression(Exports.Formats)] string format = "csv", TransferDirection direction = TransferDirection.Out, TransferState? state = null,
        Guid? under = null, Guid? memberId = null) =>
        await db.WithinAsync(ListTransfers.Filtered(db, direction, state, memberId), under, caller, cancel) is { } transfers
            ? await db.ExportAsync(http, Sheet, transfers.OrderBy(t => t.LevelCode).ThenBy(t => t.Id), format, purpose, cancel)
            : TypedResults.NotFound();
}
