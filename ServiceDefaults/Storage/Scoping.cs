using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>A row that has its place in the tree.</summary>
public interface IPlaced
{
    string LevelCode { get; }
}

public static class Scoping
{
    /// <summary>Only what lies in the caller's scope. Row security says it once more in the database.</summary>
    public static IQueryable<T> Within<T>(this IQueryable<T> rows, LevelScope scope)
        where T : class, IPlaced =>
        scope.Prefixes is [var only] ? rows.Under(only) : rows.Where(row => scope.Prefixes.Any(prefix => row.LevelCode.StartsWith(prefix)));

    /// <summary>The whole subtree, as the range of level codes that the index holds together.</summary>
    public static IQueryable<T> Under<T>(this IQueryable<T> rows, string levelCode)
        where T : class, IPlaced
    {
        var end = levelCode + LevelCode.AfterSubtree;
        return rows.Where(row => string.Compare(row.LevelCode, levelCode) >= 0 && string.Compare(row.LevelCode, end) < 0);
    }
}
