using PartyCloud.Gateway.Apps;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Sandbox;

/// <summary>What portals' developers have in a sandbox beside the API itself.</summary>
internal static class SandboxRoutes
{
    /// <summary>Stands behind the gate, as a fault is the caller's own.</summary>
    public static void UseSandbox(this WebApplication app)
    {
        if (app.Configuration.IsSandbox())
        {
            app.UseMiddleware<SandboxFaults>();
        }
    }

    public static void MapSandbox(this IEndpointRouteBuilder app) =>
        app.MapApi("sandbox", "Sandbox").MapPost("/tenant", SandboxTenant.Reset)
            .WithName("ResetSandboxTenant").WithSummary("重置沙箱租户 · Gives the app a new tenant of made-up data; in a sandbox only").RequireAuthorization().WithMetadata(new OpenToApps());
}
