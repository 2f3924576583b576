using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Members.Mobility;

/// <summary>The mobile members of a list as a sheet, masked as on the page.</summary>
internal static class ExportMobility
{
    internal static readonly ExportSheet<MobileStay> Sheet = new ExportSheet<MobileStay>("mobility")
        .Text("member", s => s.MemberName).Text("phone", s => s.PhoneMasked).Text("homeOrganization", s => s.HomeName).Text("hostOrganization", s => s.HostName)
        .Date("leftOn", s => s.LeftOn).Date("countsFrom", s => s.CountsFrom).Text("contact", s => s.ContactName).Text("reason", s => s.Reason)
        .Choice("state", s => s.State).Date("checkedInOn", s => s.CheckedInOn).Date("endedOn", s => s.EndedOn).Text("endReason", s => s.EndReason);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        [StringLength(200, MinimumLength = 2), RegularExpression(@".*\S.*")] string purpose, HttpContext http, Caller caller, MembersDb db, CancellationToken cancel,
        [RegularExpression(Exports.Formats)] string format = "csv", MobilitySide side = MobilitySide.Home, MobilityState? state = null,
        Guid? under = null, Guid? memberId = null) =>
        await db.WithinAsync(ListMobility.Filtered(db, side, state, memberId), under, caller, cancel) is { } stays
            ? await db.ExportAsync(http, Sheet, stays.OrderBy(s => s.LevelCode).ThenBy(s => s.Id), format, purpose, cancel)
            : TypedResults.NotFound();
}
