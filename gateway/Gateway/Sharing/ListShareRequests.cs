using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>Share requests, the newest first: an app's own; or those that a person may act on.</summary>
internal static class ListShareRequests
{
    /// <param name="resource">The code in the catalogue.</param>
    /// <param name="overdue">Those alone whose next step is late.</param>
    public static async Task<Ok<Page<ShareRequestItem>>> Handle(
        DataShareState? state, [StringLength(64)] string? resource, Guid? appId, bool? overdue, int? limit, string? cursor, Caller caller, HttpContext http, GatewayDb db, ManageShareRequest requests,
        CancellationToken cancel)
    {
        var (count, start, today) = (Limit.Of(limit), Cursor.Parse(cursor), requests.Today);
        var own = (http.User as AppPrincipal)?.App.Id;
        var rows = await (
            from row in Visible(db, caller, own)
            where (state == null || row.Request.State == state) && (resource == null || row.Resource.Code == resource) && (appId == null || row.App.Id == appId)
                && (overdue == null || (row.Request.DueOn < today) == overdue) && (cursor == null || row.Request.Id < start.Id)
            from organization in db.Organizations.Where(o => o.Id == row.Request.OrganizationId).DefaultIfEmpty()
            orderby row.Request.Id descending
            select new ShareRequestItem(
                row.Request.Id, row.App.Id, row.App.Name, row.Resource.Code, row.Resource.Name, row.Resource.NameEn, row.Request.OrganizationId, organization!.Name, row.Request.Until, row.Request.State,
                row.Request.AskedAt, row.Request.DueOn, row.Request.DueOn < today)).AsNoTracking().Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, item => new Cursor("", item.Id).ToString()));
    }

    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> One(
        Guid id, Caller caller, HttpContext http, GatewayDb db, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, found.Request.Version);
        return TypedResults.Ok(await ShareRequestResponse.OfAsync(db, found.Request, requests.Today, cancel));
    }

    /// <param name="own">The app that asks; null for a person.</param>
    internal static IQueryable<ShareRow> Visible(GatewayDb db, Caller caller, Guid? own)
    {
        var rows =
            from request in db.ShareRequests
            join resource in db.DataResources on request.ResourceId equals resource.Id
            join app in db.Apps on request.AppId equals app.Id
            select new ShareRow { Request = request, Resource = resource, App = app };
        if (own is not null)
        {
            return rows.Where(row => row.App.Id == own);
        }

        var (all, prefixes) = (caller.Reach.Text == LevelScope.Everything.Text, caller.Reach.Prefixes);
        return rows.Where(row => all || db.Organizations.Any(o =>
            (o.Id == row.App.OrganizationId || o.Id == row.Resource.OwnerId) && prefixes.Any(prefix => o.LevelCode.StartsWith(prefix))));
    }
}

/// <summary>A request with what it is about, in a query.</summary>
internal sealed class ShareRow
{
    public required DataShareRequest Request { get; init; }

    public required DataResource Resource { get; init; }

    public required App App { get; init; }
}
