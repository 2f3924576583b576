using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>What the administration of webhooks has in common: they belong to who may manage the app.</summary>
internal sealed class ManageWebhook(GatewayDb db, ManageApp apps, WebhookTargets targets)
{
    public Task<App?> FindAppAsync(Guid appId, Caller caller, bool toChange, CancellationToken cancel) => apps.FindAsync(appId, caller, toChange, cancel);

    /// <summary>The endpoint, if the caller may see or manage its app; null when it is not there for him.</summary>
    public async Task<WebhookEndpoint?> FindAsync(Guid appId, Guid id, Caller caller, bool toChange, CancellationToken cancel) =>
        await apps.FindAsync(appId, caller, toChange, cancel) is null ? null : await db.WebhookEndpoints.FirstOrDefaultAsync(e => e.Id == id && e.AppId == appId, cancel);

    public async Task<bool> ReachesAsync(Caller caller, Guid? organizationId, CancellationToken cancel) =>
        organizationId is null || (await Authority.OfAsync(db, caller, cancel)).Reaches(await db.PlaceOfAsync(organizationId, cancel));

    public static string[] TypesOf(IReadOnlyList<string> types)
    {
        for (var n = 0; n < types.Count; n++)
        {
            Field.Require(WebhookTypes.All.Contains(types[n]), $"types[{n}]", "field.unknown", types[n]);
        }

        Field.Require(types.Count > 0, "types", "field.required");
        return [.. WebhookTypes.All.Where(types.Contains)];
    }

    /// <summary>An app is told of nothing that it could not read.</summary>
    public async Task RequireInScopeAsync(Guid appId, IEnumerable<string> types, Guid? organizationId, CancellationToken cancel)
    {
        var place = await db.PlaceOfAsync(organizationId, cancel);
        foreach (var resource in WebhookTypes.FeedsOf(types).Select(source => source.Resource))
        {
            var scopes = await (
                from scope in db.AppScopes
                where scope.AppId == appId && scope.Resource == resource
                from organization in db.Organizations.Where(o => o.Id == scope.OrganizationId).DefaultIfEmpty()
                select Place.Of(scope.OrganizationId, organization!.LevelCode)).ToListAsync(cancel);
            Rule.Require(scopes.Any(scope => place.IsInstallation || scope.Holds(place)), "webhook.beyond-scope");
        }
    }

    /// <summary>The address is on the allow-list, and what its name stands for now may be reached.</summary>
    public async Task RequireAllowedAsync(string url, CancellationToken cancel)
    {
        var fault = targets.FaultOf(url, out var target);
        if (fault is null)
        {
            try
            {
                await targets.AddressesOfAsync(target!, cancel);
            }
            catch (WebhookTargetException refused)
            {
                fault = refused.Code;
            }
        }

        if (fault is not null)
        {
            throw new UnprocessableException("webhook.url", new FieldError("url", fault));
        }
    }
}
