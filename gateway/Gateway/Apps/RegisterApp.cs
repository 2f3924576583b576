using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Apps;

/// <summary>登记接入应用.</summary>
/// <param name="Contact">Whom to call when the app misbehaves.</param>
/// <param name="Scopes">What it may do and where: within the organization that it belongs to, and no more than who registers it holds there.</param>
/// <param name="OrganizationId">To whom it belongs; none for the whole installation.</param>
/// <param name="Networks">From where it may call, as addresses or in CIDR notation; none stands for anywhere.</param>
/// <param name="Plan">One of <c>GET /api/v1/apps/choices</c>; <c>standard</c> where nothing is said.</param>
public sealed record RegisterAppRequest(
    [Required, StringLength(100, MinimumLength = 1)] string Name,
    [Required, StringLength(200, MinimumLength = 1)] string Contact,
    [Required] AppEnvironment Environment,
    [Required, MaxLength(32)] IReadOnlyList<AppScopeItem> Scopes,
    Guid? OrganizationId = null,
    [MaxLength(50)] IReadOnlyList<string>? Networks = null,
    [StringLength(50, MinimumLength = 1)] string? Plan = null);

internal static class RegisterApp
{
    public static async Task<Results<Created<AppResponse>, NotFound>> Handle(
        RegisterAppRequest request, Caller caller, GatewayDb db, ManageApp manage, TimeProvider clock, CancellationToken cancel)
    {
        var networks = ManageApp.NetworksOf(request.Networks ?? []);
        var plan = manage.PlanOf(request.Plan);
        if (!await manage.MayGiveAsync(caller, request.OrganizationId, request.Scopes, cancel))
        {
            return TypedResults.NotFound();
        }

        var app = App.Register(
            request.Name, request.Contact, request.Environment, request.OrganizationId, networks, plan, caller.UserId, clock.GetUtcNow());
        db.Apps.Add(app);
        db.AppScopes.AddRange(request.Scopes.Select(scope => AppScope.Of(app.Id, scope.Resource, scope.Access, scope.OrganizationId)));
        var registered = await manage.SaveAsync(app, caller, "app.registered", app.Name, null, cancel);
        return TypedResults.Created($"/api/v1/apps/{app.Id}", registered);
    }
}
