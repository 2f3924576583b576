using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>Corrections, the newest first: those that one asked for, and those that one may answer.</summary>
internal static class ListCorrections
{
    public const string MayAnswer = "sharing.correct";

    /// <param name="resource">The code in the catalogue.</param>
    /// <param name="own">Those alone that the caller asked for; or those alone that he did not.</param>
    /// <param name="overdue">Those alone that are open after their day.</param>
    public static async Task<Ok<Page<CorrectionItem>>> Handle(
        CorrectionState? state, [StringLength(64)] string? resource, Guid? objectId, bool? own, bool? overdue, int? limit, string? cursor, Caller caller, HttpContext http, GatewayDb db,
        TimeProvider clock, CancellationToken cancel)
    {
        var (count, start, today, me) = (Limit.Of(limit), Cursor.Parse(cursor), clock.Today(), caller.UserId);
        var rows = await Visible(db, caller, http)
            .Where(row => (state == null || row.Correction.State == state) && (resource == null || row.Resource.Code == resource) && (objectId == null || row.Correction.ObjectId == objectId)
                && (own == null || (row.Correction.AppId == me || row.Correction.AccountId == me) == own)
                && (overdue == null || (row.Correction.State == CorrectionState.Open && row.Correction.DueOn < today) == overdue) && (cursor == null || row.Correction.Id < start.Id))
            .OrderByDescending(row => row.Correction.Id).Take(count + 1).AsNoTracking().ToListAsync(cancel);
        return TypedResults.Ok(rows.ConvertAll(row => CorrectionItem.Of(row, caller, today)).ToPage(count, item => new Cursor("", item.Id).ToString()));
    }

    /// <summary>What was written is shown to who has the object in scope, and that it was is in the audit log.</summary>
    public static async Task<Results<Ok<CorrectionResponse>, NotFound>> One(
        Guid id, Caller caller, HttpContext http, GatewayDb db, AppKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        if (await Visible(db, caller, http).AsNoTracking().FirstOrDefaultAsync(row => row.Correction.Id == id, cancel) is not { } row)
        {
            return TypedResults.NotFound();
        }

        var of = row.Correction;
        var shown = row.LevelCode is { } code && CorrectionObjects.PostFor(http, row.Resource.Resource!.Value)?.Caller.Scope?.Contains(code) == true;
        if (shown)
        {
            db.Record(caller, "correction.read", "correction", id, "shouldBe evidence answer");
            await db.SaveChangesAsync(cancel);
        }

        IfMatch.Tag(http, of.Version);
        return TypedResults.Ok(new CorrectionResponse(
            CorrectionItem.Of(row, caller, clock.Today()), CorrectionObjects.LinkOf(row.Resource.Resource!.Value, of.ObjectId), !shown, of.Stands, Open(of.ShouldBe), Open(of.Evidence), Open(of.Answer),
            of.AnsweredByName, of.Version));

        string? Open(byte[]? box) => shown && box is not null ? Encoding.UTF8.GetString(keys.Open(id, box)) : null;
    }

    internal static IQueryable<CorrectionRow> Visible(GatewayDb db, Caller caller, HttpContext http)
    {
        var (me, prefixes, answers) = (caller.UserId, caller.Reach.Prefixes, caller.Permissions.Allows(MayAnswer));
        return http.User is AppPrincipal
            ? CorrectionRow.All(db).Where(row => row.Correction.AppId == me)
            : CorrectionRow.All(db).Where(row => row.Correction.AccountId == me || (answers && prefixes.Any(prefix => row.LevelCode!.StartsWith(prefix))));
    }
}
