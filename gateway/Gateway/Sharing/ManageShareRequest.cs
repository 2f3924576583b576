using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>A request with what it is about.</summary>
internal sealed record FoundRequest(DataShareRequest Request, DataResource Resource, App App, Place Home, Place Owner);

/// <summary>
/// What the handling of share requests has in common. An app sees its own. A person sees those of apps within reach, and those of data that an organization within reach
/// owns. What a request brings is a scope like any other: who lets it be given must hold at that place all that it stands for.
/// </summary>
internal sealed class ManageShareRequest(GatewayDb db, AppCache cache, TimeProvider clock)
{
    public DateOnly Today => clock.Today();

    public async Task<CountFrom> CountAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return new(now, await db.WorkingDaysAsync(now, cancel));
    }

    /// <summary>The request, if it is there for the caller.</summary>
    public async Task<FoundRequest?> FindAsync(Guid id, Caller caller, HttpContext http, CancellationToken cancel)
    {
        var found = await (
            from request in db.ShareRequests
            where request.Id == id
            join resource in db.DataResources on request.ResourceId equals resource.Id
            join app in db.Apps on request.AppId equals app.Id
            select new { Request = request, Resource = resource, App = app }).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var (home, owner) = (await db.KnownPlaceOfAsync(found.App.OrganizationId, cancel), await db.KnownPlaceOfAsync(found.Resource.OwnerId, cancel));
        return (http.User is AppPrincipal { App.Id: var own } ? own == found.App.Id : home.IsWithin(caller.Scope) || owner.IsWithin(caller.Scope))
            ? new(found.Request, found.Resource, found.App, home, owner)
            : null;
    }

    /// <summary>The content, held against the resource, the app's home and today.</summary>
    public async Task<ShareContent> ContentAsync(ShareContent said, DataResource resource, App app, CancellationToken cancel)
    {
        string[] items = said.Items.Length > 0 ? [.. said.Items.Distinct()] : [.. resource.Items.Select(item => item.Name)];
        for (var n = 0; n < items.Length; n++)
        {
            Field.Require(resource.Find(items[n]) is not null, $"items[{n}]", "field.unknown", items[n]);
        }

        Field.Require(said.Until >= Today && said.Until <= Today.AddYears(DataShareRequest.MostYears), "until", "share.until", DataShareRequest.MostYears);
        await RequireWithinHomeAsync(app, said.OrganizationId, cancel);
        return said with { Items = items, Purpose = said.Purpose.Trim(), LegalBasis = said.LegalBasis.Trim() };
    }

    /// <summary>What the app holds of this already: a scope that an administrator gave, or a request for the same purpose.</summary>
    /// <returns>Whether it does, and the request that brought it.</returns>
    public async Task<(bool Holds, Guid? By)> HeldAsync(App app, DataResource resource, ShareContent content, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var place = await db.PlaceOfAsync(content.OrganizationId, cancel);
        var scopes = await (
            from scope in db.AppScopes
            where scope.AppId == app.Id && scope.Resource == resource.Resource && (scope.EndsAt == null || scope.EndsAt > now)
            from organization in db.Organizations.Where(o => o.Id == scope.OrganizationId).DefaultIfEmpty()
            from request in db.ShareRequests.Where(r => r.Id == scope.ShareRequestId).DefaultIfEmpty()
            orderby scope.Id
            select new { Scope = scope, LevelCode = (string?)organization!.LevelCode, Request = request }).AsNoTracking().ToListAsync(cancel);
        var held = scopes.FirstOrDefault(one =>
            (one.Scope.OrganizationId is null || (place.LevelCode is { } at && one.LevelCode is { } top && LevelCode.IsWithin(at, top)))
            && (one.Request is null || (one.Request.Purpose == content.Purpose && content.Items.All(one.Request.Items.Contains) && content.Until <= one.Request.GrantedUntil)));
        return (held is not null, held?.Request?.Id);
    }

    /// <summary>Gives the app what was granted, if the caller may give it.</summary>
    public async Task GiveAsync(FoundRequest found, Caller caller, CancellationToken cancel)
    {
        var (request, app) = (found.Request, found.App);
        await RequireMayGrantAsync(found, caller, request.GrantedOrganizationId, cancel);
        // The last day is whole, in China's time.
        var endsAt = new DateTimeOffset(request.GrantedUntil!.Value.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToUniversalTime();
        var scope = AppScope.Shared(app.Id, found.Resource.Resource!.Value, request.GrantedOrganizationId, request.Id, endsAt);
        var now = clock.GetUtcNow();
        app.Give(scope, await db.AppScopes.AsNoTracking().Where(held => held.AppId == app.Id && (held.EndsAt == null || held.EndsAt > now)).ToListAsync(cancel));
        db.AppScopes.Add(scope);
        db.Record(caller, "app.scope-given", "app", app.Id, $"{scope.Resource} {scope.Access} {scope.OrganizationId?.ToString() ?? "installation"} {request.GrantedUntil:yyyy-MM-dd}", request.Id.ToString());
    }

    public async Task RequireMayGrantAsync(FoundRequest found, Caller caller, Guid? organizationId, CancellationToken cancel)
    {
        await RequireWithinHomeAsync(found.App, organizationId, cancel);
        var authority = await Authority.OfAsync(db, caller, cancel);
        Rule.Require(authority.MayGrant(AppPermissions.Of(found.Resource.Resource!.Value, AppAccess.Read), await db.PlaceOfAsync(organizationId, cancel)), "app.beyond-grantor");
    }

    /// <summary>Takes away what the request brought.</summary>
    public static async Task TakeAsync(GatewayDb db, DataShareRequest request, App app, Caller caller, CancellationToken cancel)
    {
        if (await db.AppScopes.Where(scope => scope.ShareRequestId == request.Id).ToListAsync(cancel) is { Count: > 0 } scopes)
        {
            app.Take();
            db.AppScopes.RemoveRange(scopes);
            db.Record(caller, "app.scope-taken", "app", app.Id, null, request.Id.ToString());
        }
    }

    /// <summary>Saves with the step and the entry in the log; the next call of the app is looked up.</summary>
    public async Task<ShareRequestResponse> SaveAsync(DataShareRequest request, Caller caller, string action, HttpContext http, CancellationToken cancel)
    {
        db.ShareRequestSteps.Add(ShareRequestStep.Of(request, caller.UserId, caller.UserName, clock.GetUtcNow()));
        db.Record(caller, action, "shareRequest", request.Id, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(request.State.ToString()), request.Reason);
        await db.SaveChangesAsync(cancel);
        cache.Forget(request.AppId);
        IfMatch.Tag(http, request.Version);
        return await ShareRequestResponse.OfAsync(db, request, Today, cancel);
    }

    private async Task RequireWithinHomeAsync(App app, Guid? organizationId, CancellationToken cancel) =>
        Rule.Require((await db.PlaceOfAsync(app.OrganizationId, cancel)).Holds(await db.PlaceOfAsync(organizationId, cancel)), "app.scope-outside");
}
