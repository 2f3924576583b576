using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Me;

/// <summary>What everyone may ask about oneself.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder app)
    {
        var me = app.MapApi("me", "Me").RequireAuthorization();
        me.MapGet("", WhoAmI.Handle)
            .WithName(nameof(WhoAmI)).WithSummary("我是谁 · Who is signed in, with posts, scope and permissions");
        me.MapGet("/access", ExplainAccess.Handle)
            .WithName(nameof(ExplainAccess)).WithSummary("为何能办或不能办 · Says post by post why something is permitted or not");
    }
}
