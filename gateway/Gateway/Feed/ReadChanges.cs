using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Gateway.Feed;

/// <summary>A part of the change feed (变更流).</summary>
/// <param name="Items">Organizations, members, rectification cases, pairs; those of one type in the order of their commits, each change once.</param>
/// <param name="Cursor">Where the feed goes on, to be kept and sent with the next call.</param>
/// <param name="More">Whether more is there already; otherwise come back later.</param>
public sealed record ChangesResponse(IReadOnlyList<ChangesItem> Items, string Cursor, bool More);

/// <summary>One committed change of one object: take over what is given, and drop the object where <paramref name="Kind"/> is no change.</summary>
/// <param name="Position">Counts up over the changes of one type.</param>
/// <param name="Version">The object's version after the change.</param>
/// <param name="Organization">The organization as it is now; null at a tombstone, and where it has gone since: its tombstone follows.</param>
/// <param name="Member">The member as he is now, masked; null as above.</param>
/// <param name="Rectification">The rectification case as it is now; null as above.</param>
/// <param name="Pair">The pair as it is now; null as above.</param>
public sealed record ChangesItem(
    FeedType Type, long Position, DateTimeOffset At, Guid Id, int Version, FeedKind Kind, OrganizationResponse? Organization, MemberResponse? Member,
    RectificationResponse? Rectification, PairResponse? Pair)
{
    internal static ChangesItem Of<T>(FeedType type, FeedItem<T> item)
        where T : class => new(
            type, item.Position, item.At, item.Id, item.Version, item.Kind, item.Data as OrganizationResponse, item.Data as MemberResponse, item.Data as RectificationResponse,
            item.Data as PairResponse);
}

internal static class ReadChanges
{
    /// <param name="types"><c>organization</c>, <c>member</c>, <c>rectification</c>, <c>pair</c>, or several with commas; those that the caller may read where nothing is said.</param>
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Of the snapshot or of the call before. Without one nothing is told but the cursor of the present end.</param>
    public static async Task<Results<Ok<ChangesResponse>, EmptyHttpResult>> Handle(
        HttpContext http, FeedCalls calls, CancellationToken cancel, string? types = null, Guid? under = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.OfTogether(limit);
        var parts = FeedParts.Of(types, cursor, source => FeedParts.PostFor(http, source) is not null).Parts;
        if (parts.Count == 0)
        {
            await FeedCalls.ForbidAsync(http);
            return TypedResults.Empty;
        }

        var (items, reached, more) = (new List<ChangesItem>(), new List<(FeedType, string)>(), false);
        foreach (var (type, from) in parts)
        {
            // A page that is full asks no further: whether more is there shows at the next call.
            var read = items.Count == size ? ([], from, true) : await FeedSource.For(type).ReadAsync(calls, http, under, from, size - items.Count, cancel);
            if (read is not { } part)
            {
                return TypedResults.Empty;
            }

            items.AddRange(part.Items);
            reached.Add((type, part.Cursor));
            more |= part.More;
        }

        return TypedResults.Ok(new ChangesResponse(items, new FeedParts(reached).ToString(), more));
    }
}
