using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Feed;

/// <summary>Organizations for who keeps a copy of them: all that is there, and what became of it since.</summary>
internal static class FeedEndpoints
{
    private const string Type = "organization";

    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        var feed = app.MapApi("organizations/feed", "Feed");
        feed.MapGet("", ReadAsync)
            .WithName("ReadOrganizationFeed").WithSummary("党组织变更流 · What became of organizations, each change once").RequirePermission("organizations.read");
        feed.MapGet("/snapshot", SnapshotAsync)
            .WithName("SnapshotOrganizations").WithSummary("党组织快照 · All organizations, and where the feed goes on from there").RequirePermission("organizations.read");
    }

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Of the snapshot or of the call before. Without one nothing is told but the cursor of the present end.</param>
    private static async Task<Results<Ok<FeedPage<OrganizationResponse>>, NotFound>> ReadAsync(
        Caller caller, OrganizationsDb db, ChangeFeed feed, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null) =>
        await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach ? TypedResults.NotFound()
            : TypedResults.Ok(await feed.ReadAsync(caller, Type, reach, limit, cursor, async ids =>
                (await db.Open(reach).Where(o => ids.Contains(o.Id)).ToListAsync(cancel)).ToDictionary(o => o.Id, o => o.ToResponse()), cancel));

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    private static async Task<Results<Ok<FeedSnapshot<OrganizationResponse>>, NotFound>> SnapshotAsync(
        Caller caller, OrganizationsDb db, ChangeFeed feed, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null) =>
        await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach ? TypedResults.NotFound()
            : TypedResults.Ok(await feed.SnapshotAsync(
                caller, reach, limit, cursor,
                async (after, size) => (await db.Open(reach).Where(o => string.Compare(o.LevelCode, after.LevelCode) > 0).OrderBy(o => o.LevelCode).Take(size).ToListAsync(cancel))
                    .ConvertAll(o => o.ToResponse()),
                o => new Cursor(o.LevelCode, o.Id), cancel));

    private static IQueryable<PartyOrganization> Open(this OrganizationsDb db, LevelScope reach) =>
        db.Organizations.AsNoTracking().Within(reach).Where(o => o.Status == OrganizationStatus.Active);
}
