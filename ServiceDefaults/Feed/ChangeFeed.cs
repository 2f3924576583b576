using System.Globalization;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Feed;

/// <summary>One way through the rows that a snapshot tells, along an index.</summary>
/// <param name="Page">Reads so many rows behind a place in the tree, in the order of <see cref="Cursor"/>.</param>
public sealed record FeedWalk<TRow>(Func<Cursor, int, Task<List<TRow>>> Page, Func<TRow, Cursor> Place);

/// <summary>
/// The change feed (变更流) of a service for one reader: each committed change within reach once, and a tombstone for what was closed or went out of reach. What is
/// told of an object is read after the change, in the reader's own scope, so it is at least as new and never more than he may see.
/// </summary>
public sealed class ChangeFeed(ServiceDatabase database)
{
    private const int SetsNumberedAtOnce = 10_000;

    /// <summary>Positions that one call looks through, so that a small part of a large tree costs no walk over all of it.</summary>
    private const long Window = 50_000;

    /// <summary>Server, timeline and database: another one after a restore or a failover.</summary>
    internal const string History = "(select system_identifier::text from pg_control_system()) || left(pg_walfile_name(pg_current_wal_lsn()), 8) || (select oid from pg_database where datname = current_database())";

    private const string HeadSql = $"select position, cleared_to, {History} from change_head";

    // One statement, so that the end that is told and the changes in front of it belong together. Where it is a tombstone for having left, whoever reaches the new place
    // as well reads of the arrival instead.
    private static readonly string ReadSql = ReadFrom("app.changes"), ReadTwoSidedSql = ReadFrom("app.changes_two_sided");

    /// <param name="type">As the migration named it, e.g. <c>organization</c>.</param>
    /// <param name="reach">The caller's own, or the subtree of it that was asked for.</param>
    /// <param name="limit">1 to 1,000; 200 where nothing is said.</param>
    /// <param name="cursor">Null begins at the end of what there is: only what comes after is read.</param>
    /// <param name="load">Shows those of the objects that are open and within <paramref name="reach"/>.</param>
    /// <param name="twoSided">Whether the type has two places, as the migration said.</param>
    public async Task<FeedPage<T>> ReadAsync<T>(
        Caller caller, string type, LevelScope reach, int? limit, string? cursor, Func<IReadOnlyList<Guid>, Task<Dictionary<Guid, T>>> load, CancellationToken cancel,
        bool twoSided = false)
        where T : class
    {
        var size = Limit.OfTogether(limit);
        var start = cursor is null ? (FeedCursor?)null : FeedCursor.Parse(cursor);
        var unnumbered = await ChangeLog.NumberAsync(database, SetsNumberedAtOnce, cancel);
        if (start is not { } after)
        {
            return new([], FeedCursor.At(await HeadAsync(caller, cancel), reach).ToString(), false);
        }

        await using var batch = database.App.CreateBatch().Add(ScopeInterceptor.Enter, caller.Reach.Text)
            .Add(twoSided ? ReadTwoSidedSql : ReadSql, after.Position, after.Position + Window, type, reach.Prefixes.ToArray(), size + 1);
        var changes = new List<(long Position, DateTimeOffset At, Guid Id, int Version, FeedKind Kind)>();
        FeedHead head = default;
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                head = HeadOf(reader);
                if (!reader.IsDBNull(3))
                {
                    changes.Add((reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetGuid(5), reader.GetInt32(6),
                        reader.GetBoolean(8) ? FeedKind.OutOfReach : reader.GetBoolean(7) ? FeedKind.Closed : FeedKind.Changed));
                }
            }
        }

        after.Check(head, reach);
        var full = changes.Count > size;
        if (full)
        {
            changes.RemoveRange(size, changes.Count - size);
        }

        var end = full ? changes[^1].Position : Math.Min(head.Position, after.Position + Window);
        var data = await load([.. changes.Where(change => change.Kind == FeedKind.Changed).Select(change => change.Id).Distinct()]);
        return new(
            [.. changes.Select(change => new FeedItem<T>(change.Position, change.At, change.Id, change.Version, change.Kind,
                change.Kind == FeedKind.Changed ? data.GetValueOrDefault(change.Id) : null))],
            (after with { Position = end }).ToString(), unnumbered || end < head.Position);
    }

    /// <summary>A page of all that is open within reach, in one walk.</summary>
    /// <param name="cursor">Of the page before.</param>
    /// <param name="page">Reads so many rows behind a place in the tree, in the order of <see cref="Cursor"/>.</param>
    public Task<FeedSnapshot<T>> SnapshotAsync<T>(
        Caller caller, LevelScope reach, int? limit, string? cursor, Func<Cursor, int, Task<List<T>>> page, Func<T, Cursor> place, CancellationToken cancel)
        where T : class => SnapshotAsync(caller, reach, limit, cursor, [new FeedWalk<T>(page, place)], row => row, cancel);

    /// <summary>A page of all that is open within reach, in walks one after the other that have no row in common.</summary>
    /// <param name="cursor">Of the page before.</param>
    /// <remarks>
    /// The feed's cursor is taken before the first page. What is not changed after that stands still in the walks and is seen by one of them; what is changed stands in the
    /// feed. So a copy that takes over the walks and then the feed lacks nothing, though they take their time and lock nobody out.
    /// </remarks>
    public async Task<FeedSnapshot<T>> SnapshotAsync<TRow, T>(
        Caller caller, LevelScope reach, int? limit, string? cursor, IReadOnlyList<FeedWalk<TRow>> walks, Func<TRow, T> show, CancellationToken cancel)
        where T : class
    {
        var size = Limit.OfTogether(limit);
        var (start, walk, after) = Resume(cursor, walks.Count);
        var head = await HeadAsync(caller, cancel);
        if (start is { } begun)
        {
            begun.Check(head, reach);
        }

        var feed = (start ?? FeedCursor.At(head, reach)).ToString();
        var rows = new List<(int Walk, TRow Row)>();
        for (; walk < walks.Count && rows.Count <= size; (walk, after) = (walk + 1, Cursor.Start))
        {
            var at = walk;
            rows.AddRange((await walks[at].Page(after, size + 1 - rows.Count)).Select(row => (at, row)));
        }

        var items = rows.ToPage(size, last => $"{feed}.{(last.Walk == 0 ? "" : $"{last.Walk}.")}{walks[last.Walk].Place(last.Row)}");
        return new([.. items.Items.Select(item => show(item.Row))], items.Next, items.Next is null ? feed : null);
    }

    // The place in the first walk stands behind the feed's cursor; in another, its number stands between them.
    private static (FeedCursor? Feed, int Walk, Cursor After) Resume(string? cursor, int walks)
    {
        if (cursor is null)
        {
            return (null, 0, Cursor.Start);
        }

        var parts = cursor.Split('.');
        var walk = 0;
        return parts.Length == 2 || (parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out walk) && walk > 0 && walk < walks)
            ? (FeedCursor.Parse(parts[0]), walk, Cursor.Parse(parts[^1]))
            : throw FeedCursor.Malformed();
    }

    private async Task<FeedHead> HeadAsync(Caller caller, CancellationToken cancel)
    {
        await using var batch = database.App.CreateBatch().Add(ScopeInterceptor.Enter, caller.Reach.Text).Add(HeadSql);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return HeadOf(reader);
    }

    private static string ReadFrom(string changes) => $"""
        select h.position, h.cleared_to, {History}, c.position, c.at, c.object_id, c.version, c.closed, c.left_for_elsewhere
        from change_head h left join {changes}($1, $2, $3, $4, $5) c on true
        order by c.position
        """;

    private static FeedHead HeadOf(NpgsqlDataReader reader) => new(reader.GetInt64(0), reader.GetInt64(1), FeedCursor.HashOf(reader.GetString(2)));
}
