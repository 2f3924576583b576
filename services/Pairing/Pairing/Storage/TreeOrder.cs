using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Proposals;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Pairing.Storage;

/// <summary>
/// Lists come in the order of level code and id, and a subtree is a range of it: the query names its ranges itself, because row
/// security guards but does not steer.
/// </summary>
internal static class TreeOrder
{
    /// <summary>The proposals with either side in the scope.</summary>
    public static IQueryable<Proposal> Within(this IQueryable<Proposal> rows, LevelScope scope) => scope.Prefixes is [var only]
        ? rows.Where(row => (string.Compare(row.Need.LevelCode, only) >= 0 && string.Compare(row.Need.LevelCode, only + LevelCode.AfterSubtree) < 0)
            || (string.Compare(row.Helper.LevelCode, only) >= 0 && string.Compare(row.Helper.LevelCode, only + LevelCode.AfterSubtree) < 0))
        : rows.Where(row => scope.Prefixes.Any(prefix => row.Need.LevelCode.StartsWith(prefix) || row.Helper.LevelCode.StartsWith(prefix)));

    /// <summary>The pairs with either side in the scope.</summary>
    public static IQueryable<Pair> Within(this IQueryable<Pair> rows, LevelScope scope) => scope.Prefixes is [var only]
        ? rows.Where(row => (string.Compare(row.Need.LevelCode, only) >= 0 && string.Compare(row.Need.LevelCode, only + LevelCode.AfterSubtree) < 0)
            || (string.Compare(row.Helper.LevelCode, only) >= 0 && string.Compare(row.Helper.LevelCode, only + LevelCode.AfterSubtree) < 0))
        : rows.Where(row => scope.Prefixes.Any(prefix => row.Need.LevelCode.StartsWith(prefix) || row.Helper.LevelCode.StartsWith(prefix)));

    /// <summary>The pairs whose one in need lies in the scope: a range of an index.</summary>
    public static IQueryable<Pair> NeedWithin(this IQueryable<Pair> rows, LevelScope scope) => scope.Prefixes is [var only]
        ? rows.Where(row => string.Compare(row.Need.LevelCode, only) >= 0 && string.Compare(row.Need.LevelCode, only + LevelCode.AfterSubtree) < 0)
        : rows.Where(row => scope.Prefixes.Any(prefix => row.Need.LevelCode.StartsWith(prefix)));

    /// <summary>The pairs whose helper lies in the scope: a range of an index.</summary>
    public static IQueryable<Pair> HelperWithin(this IQueryable<Pair> rows, LevelScope scope) => scope.Prefixes is [var only]
        ? rows.Where(row => string.Compare(row.Helper.LevelCode, only) >= 0 && string.Compare(row.Helper.LevelCode, only + LevelCode.AfterSubtree) < 0)
        : rows.Where(row => scope.Prefixes.Any(prefix => row.Helper.LevelCode.StartsWith(prefix)));

    /// <summary>The pairs whose one in need lies elsewhere: what is left and right of a range, which is next to nothing for a whole tree.</summary>
    public static IQueryable<Pair> NeedOutside(this IQueryable<Pair> rows, LevelScope scope) => scope.Prefixes is [var only]
        ? rows.Where(row => string.Compare(row.Need.LevelCode, only) < 0 || string.Compare(row.Need.LevelCode, only + LevelCode.AfterSubtree) >= 0)
        : rows.Where(row => !scope.Prefixes.Any(prefix => row.Need.LevelCode.StartsWith(prefix)));

    public static IQueryable<Programme> After(this IQueryable<Programme> rows, Cursor cursor) => rows
        .Where(row => string.Compare(row.LevelCode, cursor.LevelCode) > 0 || (row.LevelCode == cursor.LevelCode && row.Id > cursor.Id))
        .OrderBy(row => row.LevelCode).ThenBy(row => row.Id);

    public static IQueryable<Need> After(this IQueryable<Need> rows, Cursor cursor) => rows
        .Where(row => string.Compare(row.LevelCode, cursor.LevelCode) > 0 || (row.LevelCode == cursor.LevelCode && row.Id > cursor.Id))
        .OrderBy(row => row.LevelCode).ThenBy(row => row.Id);

    public static IQueryable<Helper> After(this IQueryable<Helper> rows, Cursor cursor) => rows
        .Where(row => string.Compare(row.LevelCode, cursor.LevelCode) > 0 || (row.LevelCode == cursor.LevelCode && row.Id > cursor.Id))
        .OrderBy(row => row.LevelCode).ThenBy(row => row.Id);

    public static IQueryable<Proposal> After(this IQueryable<Proposal> rows, Cursor cursor) => rows
        .Where(row => string.Compare(row.Need.LevelCode, cursor.LevelCode) > 0 || (row.Need.LevelCode == cursor.LevelCode && row.Id > cursor.Id))
        .OrderBy(row => row.Need.LevelCode).ThenBy(row => row.Id);

    /// <summary>Begins in the index where the cursor stands, which <see cref="AfterByNeed"/> does not.</summary>
    public static IQueryable<Pair> BehindByNeed(this IQueryable<Pair> rows, Cursor cursor) => rows
        .Where(row => EF.Functions.GreaterThan(ValueTuple.Create(row.Need.LevelCode, row.Id), ValueTuple.Create(cursor.LevelCode, cursor.Id)))
        .OrderBy(row => row.Need.LevelCode).ThenBy(row => row.Id);

    /// <summary>Begins in the index where the cursor stands, which <see cref="AfterByHelper"/> does not.</summary>
    public static IQueryable<Pair> BehindByHelper(this IQueryable<Pair> rows, Cursor cursor) => rows
        .Where(row => EF.Functions.GreaterThan(ValueTuple.Create(row.Helper.LevelCode, row.Id), ValueTuple.Create(cursor.LevelCode, cursor.Id)))
        .OrderBy(row => row.Helper.LevelCode).ThenBy(row => row.Id);

    public static IQueryable<Pair> AfterByNeed(this IQueryable<Pair> rows, Cursor cursor) => rows
        .Where(row => string.Compare(row.Need.LevelCode, cursor.LevelCode) > 0 || (row.Need.LevelCode == cursor.LevelCode && row.Id > cursor.Id))
        .OrderBy(row => row.Need.LevelCode).ThenBy(row => row.Id);

    public static IQueryable<Pair> AfterByHelper(this IQueryable<Pair> rows, Cursor cursor) => rows
        .Where(row => string.Compare(row.Helper.LevelCode, cursor.LevelCode) > 0 || (row.Helper.LevelCode == cursor.LevelCode && row.Id > cursor.Id))
        .OrderBy(row => row.Helper.LevelCode).ThenBy(row => row.Id);
}
