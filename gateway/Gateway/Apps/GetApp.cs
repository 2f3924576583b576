using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

internal static class GetApp
{
    public static async Task<Results<Ok<AppResponse>, NotFound>> Handle(
        Guid id, Caller caller, HttpContext http, GatewayDb db, ManageApp manage, TimeProvider clock, CancellationToken cancel)
    {
        if (await manage.FindAsync(id, caller, toChange: false, cancel) is not { } app)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, app.Version);
        return TypedResults.Ok(await AppResponse.OfAsync(db, app, clock.GetUtcNow(), cancel));
    }
}

/// <summary>What an app can be given (可选范围与限速方案).</summary>
public sealed record AppChoicesResponse(IReadOnlyList<AppScopeChoice> Scopes, IReadOnlyList<AppPlanChoice> Plans);

/// <param name="Permissions">What the scope stands for.</param>
public sealed record AppScopeChoice(AppResource Resource, AppAccess Access, IReadOnlyList<string> Permissions);

/// <param name="PerSecond">Calls a second in the long run; 0 means without limit.</param>
/// <param name="Burst">Calls at once after a rest.</param>
public sealed record AppPlanChoice(string Name, decimal PerSecond, int Burst);

internal static class AppChoices
{
    public static Ok<AppChoicesResponse> Handle(IOptions<RateLimitOptions> limits) => TypedResults.Ok(new AppChoicesResponse(
        [.. from resource in Enum.GetValues<AppResource>()
            from access in Enum.GetValues<AppAccess>()
            select new AppScopeChoice(resource, access, AppPermissions.Of(resource, access).Text.Split(' '))],
        [.. from plan in limits.Value.Plans
            orderby plan.Value.PerSecond
            select new AppPlanChoice(plan.Key, (decimal)plan.Value.PerSecond, plan.Value.Burst)]));
}

/// <summary>The app that calls (本应用), for a first signed call that shows whether all is well.</summary>
/// <param name="CredentialsEndAt">When the last of its secrets and keys ends.</param>
public sealed record WhichAppResponse(Guid Id, string Name, AppEnvironment Environment, string Plan, DateTimeOffset CredentialsEndAt);

internal static class WhichApp
{
    public static Results<Ok<WhichAppResponse>, NotFound> Handle(HttpContext http) => http.User is AppPrincipal { App: var app }
        ? TypedResults.Ok(new WhichAppResponse(app.Id, app.Name, app.Environment, app.Plan, app.Credentials.Max(credential => credential.ExpiresAt)))
        : TypedResults.NotFound();
}
