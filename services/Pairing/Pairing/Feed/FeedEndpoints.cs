using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Feed;

/// <summary>Pairs for who keeps a copy of them: all with either side in reach, ended ones as well, and what became of them since.</summary>
internal static class FeedEndpoints
{
    private const string Type = "pair";

    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        var feed = app.MapApi("pairing/pairs/feed", "Feed");
        feed.MapGet("", ReadAsync)
            .WithName("readPairFeed").WithSummary("结对变更流 · What became of pairs with either side in reach, each change once").RequirePermission(Permissions.Read);
        feed.MapGet("/snapshot", SnapshotAsync)
            .WithName("snapshotPairs").WithSummary("结对快照 · All pairs with either side in reach, and where the feed goes on from there").RequirePermission(Permissions.Read);
    }

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Of the snapshot or of the call before. Without one nothing is told but the cursor of the present end.</param>
    private static async Task<Results<Ok<FeedPage<PairResponse>>, NotFound>> ReadAsync(
        Caller caller, PairingDb db, ChangeFeed feed, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null) =>
        await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach ? TypedResults.NotFound()
            : TypedResults.Ok(await feed.ReadAsync(caller, Type, reach, limit, cursor, async ids =>
                (await db.Pairs.AsNoTracking().Within(reach).Where(pair => ids.Contains(pair.Id)).ToListAsync(cancel)).ToDictionary(pair => pair.Id, GetPair.Response), cancel, twoSided: true));

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    private static async Task<Results<Ok<FeedSnapshot<PairResponse>>, NotFound>> SnapshotAsync(
        Caller caller, PairingDb db, ChangeFeed feed, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null) =>
        await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach ? TypedResults.NotFound()
            : TypedResults.Ok(await feed.SnapshotAsync(caller, reach, limit, cursor, Walks(db, reach, cancel), GetPair.Response, cancel));

    // Each side is a range of its own index.
    private static FeedWalk<Pair>[] Walks(PairingDb db, LevelScope reach, CancellationToken cancel)
    {
        var byNeed = new FeedWalk<Pair>(
            (after, size) => db.Pairs.AsNoTracking().NeedWithin(reach).BehindByNeed(after).Take(size).ToListAsync(cancel), pair => new Cursor(pair.Need.LevelCode, pair.Id));
        var byHelper = new FeedWalk<Pair>(
            (after, size) => db.Pairs.AsNoTracking().HelperWithin(reach).NeedOutside(reach).BehindByHelper(after).Take(size).ToListAsync(cancel),
            pair => new Cursor(pair.Helper.LevelCode, pair.Id));
        return [byNeed, byHelper];
    }
}
