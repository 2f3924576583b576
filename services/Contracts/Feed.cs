namespace PartyCloud.Contracts;

/// <summary>What became of an object (变更种类). Whoever keeps a copy takes the data of the first kind over, and drops the object at the two others.</summary>
public enum FeedKind
{
    /// <summary>It came to be, was changed, or came within reach.</summary>
    Changed,

    /// <summary>It was closed: an organization abolished or merged, a member's record closed (墓碑).</summary>
    Closed,

    /// <summary>It went to a place that the reader does not reach (墓碑).</summary>
    OutOfReach,
}

/// <summary>One committed change of one object.</summary>
/// <param name="Position">Counts up without gaps over all changes of the service; a reader of a part of the tree sees some of the numbers.</param>
/// <param name="At">When it was written.</param>
/// <param name="Version">The object's version after the change.</param>
/// <param name="Data">The object as it is now, at least as new as this change; null at a tombstone, and where the object has gone since: its tombstone follows.</param>
public sealed record FeedItem<T>(long Position, DateTimeOffset At, Guid Id, int Version, FeedKind Kind, T? Data)
    where T : class;

/// <summary>A part of a service's change feed (变更流).</summary>
/// <param name="Items">In the order of their commits; each change once.</param>
/// <param name="Cursor">Where the feed goes on, to be kept and sent with the next call.</param>
/// <param name="More">Whether more is there already; otherwise come back later.</param>
public sealed record FeedPage<T>(IReadOnlyList<FeedItem<T>> Items, string Cursor, bool More)
    where T : class;

/// <summary>A page of all that is there (快照).</summary>
/// <param name="Items">What is open within reach.</param>
/// <param name="Next">Where the next page begins, to be sent back as <c>cursor</c>; null at the end.</param>
/// <param name="Feed">With the last page: the cursor of the feed as it was before the first. What changed since is read from there.</param>
public sealed record FeedSnapshot<T>(IReadOnlyList<T> Items, string? Next, string? Feed)
    where T : class;
