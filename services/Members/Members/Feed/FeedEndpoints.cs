using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Registry;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Feed;

/// <summary>Members for who keeps a copy of them, masked as everywhere: all that is there, and what became of it since.</summary>
internal static class FeedEndpoints
{
    private const string Type = "member";

    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        var feed = app.MapApi("members/feed", "Feed");
        feed.MapGet("", ReadAsync)
            .WithName("ReadMemberFeed").WithSummary("党员变更流(脱敏) · What became of members, each change once, masked").RequirePermission("members.read");
        feed.MapGet("/snapshot", SnapshotAsync)
            .WithName("SnapshotMembers").WithSummary("党员快照(脱敏) · All members, masked, and where the feed goes on from there").RequirePermission("members.read");
    }

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Of the snapshot or of the call before. Without one nothing is told but the cursor of the present end.</param>
    private static async Task<Results<Ok<FeedPage<MemberResponse>>, NotFound>> ReadAsync(
        Caller caller, MembersDb db, ChangeFeed feed, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null) =>
        await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach ? TypedResults.NotFound()
            : TypedResults.Ok(await feed.ReadAsync(
                caller, Type, reach, limit, cursor, ids => db.Open(reach).Where(m => ids.Contains(m.Id)).Shown().ToDictionaryAsync(m => m.Id, cancel), cancel));

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    private static async Task<Results<Ok<FeedSnapshot<MemberResponse>>, NotFound>> SnapshotAsync(
        Caller caller, MembersDb db, ChangeFeed feed, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null) =>
        await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach ? TypedResults.NotFound()
            : TypedResults.Ok(await feed.SnapshotAsync(
                caller, reach, limit, cursor,
                (after, size) => db.Open(reach).Where(m => EF.Functions.GreaterThan(ValueTuple.Create(m.LevelCode, m.Id), ValueTuple.Create(after.LevelCode, after.Id)))
                    .OrderBy(m => m.LevelCode).ThenBy(m => m.Id).Take(size).Shown().ToListAsync(cancel),
                m => new Cursor(m.LevelCode, m.Id), cancel));

    // The statuses for which the trigger of the migration writes no tombstone.
    private static IQueryable<Member> Open(this MembersDb db, LevelScope reach) => db.Members.AsNoTracking().Within(reach)
        .Where(m => m.Status == MemberStatus.Formal || m.Status == MemberStatus.Probationary || m.Status == MemberStatus.Suspended);
}
