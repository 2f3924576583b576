using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Organizations.Storage;

internal static class Scoping
{
    /// <summary>Only what lies in the caller's scope. Row security says it once more in the database.</summary>
    public static IQueryable<PartyOrganization> Within(this IQueryable<PartyOrganization> organizations, LevelScope scope) =>
        scope.Prefixes is [var only]
            ? organizations.Under(only)
            : organizations.Where(o => scope.Prefixes.Any(prefix => o.LevelCode.StartsWith(prefix)));

    /// <summary>The whole subtree, as the range of level codes that the index holds together.</summary>
    public static IQueryable<PartyOrganization> Under(this IQueryable<PartyOrganization> organizations, string levelCode)
    {
        var end = levelCode + LevelCode.AfterSubtree;
        return organizations.Where(o => string.Compare(o.LevelCode, levelCode) >= 0 && string.Compare(o.LevelCode, end) < 0);
    }

    public static Task<PartyOrganization?> FindWithin(this OrganizationsDb db, Guid id, LevelScope scope, CancellationToken cancel) =>
        db.Organizations.Within(scope).SingleOrDefaultAsync(o => o.Id == id, cancel);
}
