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

        // The order of the tree puts parents before their children, so each one's district is known when its children ask.
        var districts = new Dictionary<Guid, OrganizationAsOf?>(standing.Count);
        var picture = new List<SnapshotOrganization>();
        foreach (var o in standing.Values.OrderBy(o => o.LevelCode, StringComparer.Ordinal))
        {
            var district = districts[o.Id] = District(o, o.ParentId is { } parent ? districts.GetValueOrDefault(parent) : null);
            if (o.LevelCode.StartsWith(scope.LevelCode, StringComparison.Ordinal))
            {
                picture.Add(Picture(o, scopeId, district, kinds));
            }
        }

        return picture;
    }

    /// <summary>A county-level region code has six digits and is not the round one of a province or a city.</summary>
    internal static bool IsDistrict(string? regionCode) =>
        regionCode is { Length: 6 } && regionCode.All(char.IsAsciiDigit) && !regionCode.EndsWith("00", StringComparison.Ordinal);

    /// <param name="kinds">Those that the cycle names; where it names none, all that are bodies of their own.</param>
    internal static bool IsRanked(string kind, IReadOnlyCollection<string> kinds) => kinds.Count > 0 ? kinds.Contains(kind) : !Unranked.Contains(kind);

    private static OrganizationAsOf AtCutOff(IEnumerable<OrganizationAsOf> versions, DateTimeOffset endOfCutOff)
    {
        var ordered = versions.OrderBy(v => v.Version).ToArray();
        return ordered.LastOrDefault(v => v.KnownAt <= endOfCutOff) ?? ordered[0];
    }

    private static SnapshotOrganization Picture(OrganizationAsOf o, Guid scopeId, OrganizationAsOf? district, IReadOnlyCollection<string> kinds)
    {
        var isHead = o.Id == scopeId || o.Id == district?.Id;
        var isDirect = o.ParentId is null || o.ParentId == scopeId || o.ParentId == district?.Id;
        return new(
            o.Id, o.Code, o.LevelCode, o.Name, o.DomainType, o.Kind, o.ParentId, isDirect, district?.Id, district?.RegionCode,
            IsRanked(o.Kind, kinds) && !isHead);
    }

    /// <summary>
    /// The nearest committee, itself or above, that heads a county or district. A bureau's own committee stands in the same region
    /// as the district's and heads nothing.
    /// </summary>
    private static OrganizationAsOf? District(OrganizationAsOf o, OrganizationAsOf? above) =>
        o.Kind is "committee" or "workingCommittee" && IsDistrict(o.RegionCode) && o.RegionCode != above?.RegionCode ? o : above;
}
