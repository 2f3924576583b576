using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

/// <summary>
/// What registering and changing apps have in common. An app is power in the hands of who knows its secret, so who gives it a scope, or a
/// secret, must hold at that place all that its scopes stand for.
/// </summary>
internal sealed class ManageApp(GatewayDb db, AppCache cache, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    /// <summary>The app, if the caller reaches its home and could give each of its scopes; null when it is not there for him.</summary>
    public async Task<App?> FindAsync(Guid id, Caller caller, bool toChange, CancellationToken cancel)
    {
        var app = await db.Apps.FirstOrDefaultAsync(a => a.Id == id, cancel);
        if (app is null)
        {
            return null;
        }

        var authority = await Authority.OfAsync(db, caller, cancel);
        if (!authority.Reaches(await db.KnownPlaceOfAsync(app.OrganizationId, cancel)))
        {
            return null;
        }

        if (toChange)
        {
            foreach (var scope in await db.AppScopes.AsNoTracking().Where(s => s.AppId == id).ToListAsync(cancel))
            {
                Rule.Require(
                    authority.MayGrant(AppPermissions.Of(scope.Resource, scope.Access), await db.KnownPlaceOfAsync(scope.OrganizationId, cancel)), "app.holds-more");
            }
        }

        return app;
    }

    /// <summary>Whether the caller reaches each place; that he may give what is asked there, and that it lies within the app's home.</summary>
    public async Task<bool> MayGiveAsync(Caller caller, Guid? homeId, IReadOnlyList<AppScopeItem> scopes, CancellationToken cancel)
    {
        foreach (var resource in scopes.GroupBy(scope => scope.Resource))
        {
            Field.Require(resource.Count() <= LevelScope.MaxPrefixes, "scopes", "field.too-many", LevelScope.MaxPrefixes);
        }

        var authority = await Authority.OfAsync(db, caller, cancel);
        var home = await db.PlaceOfAsync(homeId, cancel);
        if (!authority.Reaches(home))
        {
            return false;
        }

        foreach (var scope in scopes)
        {
            var place = await db.PlaceOfAsync(scope.OrganizationId, cancel);
            if (!authority.Reaches(place))
            {
                return false;
            }

            Rule.Require(home.Holds(place), "app.scope-outside");
            Rule.Require(authority.MayGrant(AppPermissions.Of(scope.Resource, scope.Access), place), "app.beyond-grantor");
        }

        return true;
    }

    /// <summary>In the usual notation, a single address as the network that holds it alone.</summary>
    public static string[] NetworksOf(IReadOnlyList<string> networks) => [.. networks.Select((text, index) =>
    {
        var network = IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.TryParse(text, out var parsed) ? parsed
            : (IPNetwork?)null;
        Field.Require(network is not null, $"networks[{index}]", "field.malformed");
        return network.ToString()!;
    })];

    public string PlanOf(string? plan)
    {
        Field.Require(plan is null || limits.Value.Plans.ContainsKey(plan), "plan", "field.unknown", plan ?? "");
        return plan ?? RateLimitOptions.StandardPlan;
    }

    /// <summary>Saves with the entry in the log; the next call of the app is looked up.</summary>
    public async Task<AppResponse> SaveAsync(App app, Caller caller, string action, string? fields, string? purpose, CancellationToken cancel)
    {
        db.Record(caller, action, "app", app.Id, fields, purpose);
        await db.SaveChangesAsync(cancel);
        cache.Forget(app.Id);
        return await AppResponse.OfAsync(db, app, clock.GetUtcNow(), cancel);
    }
}
