namespace PartyCloud.Assessment.Cycles;

/// <summary>Builds the picture of a scope at a cut-off from what was known of its organizations when.</summary>
internal static class Snapshot
{
    /// <summary>Groups and temporary branches are no bodies that are ranked.</summary>
    private static readonly HashSet<string> Unranked = new(["group", "temporaryBranch"], StringComparer.Ordinal);

    /// <summary>
    /// Takes for each organization the last version known by the end of the cut-off. What was learnt first is held to be true of
    /// the time before: a tree imported in January can be assessed for the old year, and who was founded since is excluded openly.
    /// </summary>
    internal static IReadOnlyList<SnapshotOrganization> Take(
        IEnumerable<OrganizationAsOf> history, Guid scopeId, DateTimeOffset endOfCutOff, IReadOnlyCollection<string> kinds)
    {
        var standing = history
            .GroupBy(v => v.Id)
            .Select(versions => AtCutOff(versions, endOfCutOff))
            .Where(o => o.Active)
            .ToDictionary(o => o.Id);
        if (!standing.TryGetValue(scopeId, out var scope))
        {
            return [];
        }

        return
        [
            .. standing.Values
                .Where(o => o.LevelCode.StartsWith(scope.LevelCode, StringComparison.Ordinal))
                .OrderBy(o => o.LevelCode, StringComparer.Ordinal)
                .Select(o => Picture(o, scopeId, standing, kinds)),
        ];
    }

    /// <summary>A county-level region code has six digits and is not the round one of a province or a city.</summary>
    internal static bool IsDistrict(string? regionCode) =>
        regionCode is { Length: 6 } && regionCode.All(char.IsAsciiDigit) && !regionCode.EndsWith("00", StringComparison.Ordinal);

    private static OrganizationAsOf AtCutOff(IEnumerable<OrganizationAsOf> versions, DateTimeOffset endOfCutOff)
    {
        var ordered = versions.OrderBy(v => v.Version).ToArray();
        return ordered.LastOrDefault(v => v.KnownAt <= endOfCutOff) ?? ordered[0];
    }

    private static SnapshotOrganization Picture(
        OrganizationAsOf o, Guid scopeId, Dictionary<Guid, OrganizationAsOf> standing, IReadOnlyCollection<string> kinds)
    {
        var district = District(o, standing);
        var isHead = o.Id == scopeId || o.Id == district?.Id;
        var isDirect = o.ParentId is null || o.ParentId == scopeId || o.ParentId == district?.Id;
        var ranked = kinds.Count > 0 ? kinds.Contains(o.Kind) : !Unranked.Contains(o.Kind);
        return new(
            o.Id, o.Code, o.LevelCode, o.Name, o.DomainType, o.Kind, o.ParentId, isDirect, district?.Id, district?.RegionCode,
            ranked && !isHead);
    }

    /// <summary>The nearest organization, itself or above, whose region is a county or district.</summary>
    private static OrganizationAsOf? District(OrganizationAsOf o, Dictionary<Guid, OrganizationAsOf> standing)
    {
        var at = o;
        while (!IsDistrict(at.RegionCode))
        {
            if (at.ParentId is not { } parent || !standing.TryGetValue(parent, out var above))
            {
                return null;
            }

            at = above;
        }

        return at;
    }
}
