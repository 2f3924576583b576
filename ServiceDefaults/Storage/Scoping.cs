using Microsoft.EntityFrameworkCore;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>A row that has its place in the tree.</summary>
public interface IPlaced
{
    string LevelCode { get; }
}

public static class Scoping
{
    /// <summary>What a list is to show: all that the caller reaches, or the subtree of one organization of it; null where that is absent or out of his reach.</summary>
    /// <param name="organizations">The service's own, or its replica of them: rows with an <c>Id</c>.</param>
    public static async Task<LevelScope?> ReachAsync<T>(this IQueryable<T> organizations, Caller caller, Guid? under, CancellationToken cancel)
        where T : class, IPlaced
    {
        if (under is null)
        {
            return caller.Reach;
        }

        // The subtree's range first and its rows second: a join would hide the range from the planner.
        var levelCode = await organizations.Within(caller.Reach).Where(o => EF.Property<Guid>(o, "Id") == under).Select(o => o.LevelCode).SingleOrDefaultAsync(cancel);
        return levelCode is null ? null : LevelScope.Of(levelCode);
    }

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
