using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Feed;

/// <summary>A page of all that is there (快照).</summary>
/// <param name="Items">Within reach: organizations and members that are open, then rectification cases and pairs in every state.</param>
/// <param name="Next">Where the next page begins, to be sent back as <c>cursor</c>; null at the end.</param>
/// <param name="Changes">With the last page: the cursor of the feed as it was before the walk. What changed since is read from there.</param>
public sealed record SnapshotResponse(IReadOnlyList<SnapshotItem> Items, string? Next, string? Changes);

/// <summary>One object as it is.</summary>
/// <param name="Member">Masked.</param>
public sealed record SnapshotItem(
    FeedType Type, Guid Id, int Version, OrganizationResponse? Organization, MemberResponse? Member, RectificationResponse? Rectification, PairResponse? Pair)
{
    internal static SnapshotItem Of(FeedType type, (Guid Id, int Version) identity, object one) => new(
        type, identity.Id, identity.Version, one as OrganizationResponse, one as MemberResponse, one as RectificationResponse, one as PairResponse);
}

internal static class ReadSnapshot
{
    // Each part is "" before its walk, longer than a cursor of the feed during it, and that cursor after it.
    private const int FeedCursorLength = 22;

    /// <param name="types"><c>organization</c>, <c>member</c>, <c>rectification</c>, <c>pair</c>, or several with commas; those that the caller may read where nothing is said.</param>
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said. The same with each page, and then with the feed.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Of the page before.</param>
    public static async Task<Results<Ok<SnapshotResponse>, EmptyHttpResult>> Handle(
        HttpContext http, FeedCalls calls, CancellationToken cancel, string? types = null, Guid? under = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.OfTogether(limit);
        var parts = FeedParts.Of(types, cursor, source => FeedParts.PostFor(http, source) is not null).Parts.ToList();
        Field.Require(cursor is null || parts.Any(part => part.Cursor.Length != FeedCursorLength), "cursor", "field.malformed");
        if (parts.Count == 0)
        {
            await FeedCalls.ForbidAsync(http);
            return TypedResults.Empty;
        }

        var items = new List<SnapshotItem>();
        for (var at = parts.FindIndex(part => part.Cursor.Length != FeedCursorLength); at < parts.Count && items.Count < size; at++)
        {
            var (type, from) = parts[at];
            if (await FeedSource.For(type).SnapshotAsync(calls, http, under, from, size - items.Count, cancel) is not { } read)
            {
                return TypedResults.Empty;
            }

            items.AddRange(read.Items);
            parts[at] = (type, read.Reached);
        }

        var over = parts.TrueForAll(part => part.Cursor.Length == FeedCursorLength);
        var reached = new FeedParts(parts).ToString();
        return TypedResults.Ok(new SnapshotResponse(items, over ? null : reached, over ? reached : null));
    }
}
