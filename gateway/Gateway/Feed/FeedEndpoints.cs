using PartyCloud.Gateway.Apps;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Feed;

/// <summary>The change feed over all services: for portals' apps, and for people who may read there. Each service looks at the permission and holds to the scope.</summary>
internal static class FeedEndpoints
{
    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        var changes = app.MapApi("changes", "Feed").RequireAuthorization().WithMetadata(new OpenToApps());
        changes.MapGet("", ReadChanges.Handle)
            .WithName(nameof(ReadChanges)).WithSummary("变更流 · What became of organizations, members, rectification cases and pairs, each change once").WithDescription(
                "资源的范围与权限同各服务的查询接口，个人信息脱敏。 · Scope, permissions and masks are those of each service's own lists.");
        changes.MapGet("/snapshot", ReadSnapshot.Handle)
            .WithName(nameof(ReadSnapshot)).WithSummary("快照 · All organizations, members, rectification cases and pairs, and with the last page where the feed goes on from there");
    }
}
