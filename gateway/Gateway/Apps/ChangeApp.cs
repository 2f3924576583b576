using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

/// <summary>变更接入应用. What is not given stays as it is.</summary>
/// <param name="Scopes">All of them, in the place of those that it has; what share requests brought stays beside them.</param>
/// <param name="Networks">All of them, in the place of those that it has; an empty list stands for anywhere.</param>
public sealed record ChangeAppRequest(
    [StringLength(100, MinimumLength = 1)] string? Name = null,
    [StringLength(200, MinimumLength = 1)] string? Contact = null,
    [MaxLength(32)] IReadOnlyList<AppScopeItem>? Scopes = null,
    [MaxLength(50)] IReadOnlyList<string>? Networks = null,
    [StringLength(50, MinimumLength = 1)] string? Plan = null);

/// <param name="Reason">For the audit log and for who administers the app.</param>
public sealed record SuspendAppRequest([Required, StringLength(200, MinimumLength = 1)] string Reason);

/// <summary>Changes of an app. What it may do is changed by who could give it; calling a halt to it takes no more than seeing it.</summary>
internal static class ChangeApp
{
    public static async Task<Results<Ok<AppResponse>, NotFound>> Handle(
        Guid id, ChangeAppRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageApp manage, CancellationToken cancel)
    {
        var networks = request.Networks is { } sent ? ManageApp.NetworksOf(sent) : null;
        var plan = request.Plan is { } named ? manage.PlanOf(named) : null;
        if (await manage.FindAsync(id, caller, toChange: true, cancel) is not { } app
            || (request.Scopes is { } asked && !await manage.MayGiveAsync(caller, app.OrganizationId, asked, cancel)))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(app);
        app.Change(request.Name, request.Contact, networks, plan);
        if (request.Scopes is { } scopes)
        {
            // What share requests brought is not an administrator's to change: it ends with them.
            var held = await db.AppScopes.Where(scope => scope.AppId == id).ToListAsync(cancel);
            var given = scopes.Select(scope => AppScope.Of(id, scope.Resource, scope.Access, scope.OrganizationId)).ToList();
            App.RequireRoom(held.Where(scope => scope.ShareRequestId is not null).Concat(given));
            db.AppScopes.RemoveRange(held.Where(scope => scope.ShareRequestId is null));
            db.AppScopes.AddRange(given);
        }

        var fields = new (string Name, bool Given)[]
        {
            ("name", request.Name is not null), ("contact", request.Contact is not null), ("scopes", request.Scopes is not null),
            ("networks", networks is not null), ("plan", plan is not null),
        }.Where(field => field.Given).Select(field => field.Name);
        return await SavedAsync(app, http, manage.SaveAsync(app, caller, "app.changed", string.Join(' ', fields), null, cancel));
    }

    public static async Task<Results<Ok<AppResponse>, NotFound>> Suspend(
        Guid id, SuspendAppRequest request, IfMatch ifMatch, Caller caller, HttpContext http, ManageApp manage, TimeProvider clock, CancellationToken cancel)
    {
        if (await manage.FindAsync(id, caller, toChange: false, cancel) is not { } app)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(app);
        app.Suspend(request.Reason, clock.GetUtcNow());
        return await SavedAsync(app, http, manage.SaveAsync(app, caller, "app.suspended", null, request.Reason, cancel));
    }

    public static async Task<Results<Ok<AppResponse>, NotFound>> Resume(
        Guid id, IfMatch ifMatch, Caller caller, HttpContext http, ManageApp manage, CancellationToken cancel)
    {
        if (await manage.FindAsync(id, caller, toChange: true, cancel) is not { } app)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(app);
        app.Resume();
        return await SavedAsync(app, http, manage.SaveAsync(app, caller, "app.resumed", null, null, cancel));
    }

    private static async Task<Ok<AppResponse>> SavedAsync(App app, HttpContext http, Task<AppResponse> saving)
    {
        var saved = await saving;
        IfMatch.Tag(http, app.Version);
        return TypedResults.Ok(saved);
    }
}
