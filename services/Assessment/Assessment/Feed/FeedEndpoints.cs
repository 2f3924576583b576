using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Feed;

/// <summary>Rectification cases for who keeps a copy of the ledger: all that it holds, closed ones as well, and what became of them since.</summary>
internal static class FeedEndpoints
{
    private const string Type = "rectification";

    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        var feed = app.MapApi("assessment/rectifications/feed", "Feed");
        feed.MapGet("", ReadAsync)
            .WithName("ReadRectificationFeed").WithSummary("整顿个案变更流 · What became of cases, each change once").RequirePermission("assessment.read");
        feed.MapGet("/snapshot", SnapshotAsync)
            .WithName("SnapshotRectifications").WithSummary("整顿台账快照 · All cases, and where the feed goes on from there").RequirePermission("assessment.read");
    }

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Of the snapshot or of the call before. Without one nothing is told but the cursor of the present end.</param>
    private static async Task<Results<Ok<FeedPage<RectificationResponse>>, NotFound>> ReadAsync(
        Caller caller, AssessmentDb db, ChangeFeed feed, TimeProvider clock, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        return TypedResults.Ok(await feed.ReadAsync(caller, Type, reach, limit, cursor, async ids =>
            (await db.Rectifications.AsNoTracking().Within(reach).Where(c => ids.Contains(c.Id)).ToListAsync(cancel)).ToDictionary(c => c.Id, c => RectificationAnswers.From(c, today)), cancel));
    }

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    private static async Task<Results<Ok<FeedSnapshot<RectificationResponse>>, NotFound>> SnapshotAsync(
        Caller caller, AssessmentDb db, ChangeFeed feed, TimeProvider clock, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        var walk = new FeedWalk<RectificationCase>(
            (after, size) => db.Rectifications.AsNoTracking().Within(reach)
                .Where(c => EF.Functions.GreaterThan(ValueTuple.Create(c.LevelCode, c.Id), ValueTuple.Create(after.LevelCode, after.Id)))
                .OrderBy(c => c.LevelCode).ThenBy(c => c.Id).Take(size).ToListAsync(cancel),
            c => new Cursor(c.LevelCode, c.Id));
        return TypedResults.Ok(await feed.SnapshotAsync(caller, reach, limit, cursor, [walk], c => RectificationAnswers.From(c, today), cancel));
    }
}
