namespace PartyCloud.Demo.Generation;

/// <summary>An administrative division; the only thing here that is real.</summary>
internal sealed record Division(string Code, string Name, string ParentCode, DivisionLevel Level)
{
    /// <summary>嘉荫县, 朝阳镇, and for the lowest level the plain name of the place: 尚志村 of 尚志村委会, 朝阳社区 of 朝阳社区居委会.</summary>
    public string Place => Level != DivisionLevel.Village ? Name.Replace("办事处", "", StringComparison.Ordinal)
        : Name.EndsWith("村民委员会", StringComparison.Ordinal) ? Name[..^5] + "村"
        : Name.EndsWith("村委会", StringComparison.Ordinal) ? Name[..^2]
        : Name.EndsWith("社区居民委员会", StringComparison.Ordinal) ? Name[..^5]
        : Name.EndsWith("居民委员会", StringComparison.Ordinal) ? Name[..^5] + "社区"
        : Name.EndsWith("居委会", StringComparison.Ordinal) ? Name[..^3]
        : Name;

    public bool IsCommunity => Level == DivisionLevel.Village && (Name.Contains("社区", StringComparison.Ordinal) || Name.Contains('居', StringComparison.Ordinal));

    public bool IsSubdistrict => Level == DivisionLevel.Township && Name.EndsWith("街道", StringComparison.Ordinal) | Name.Contains("街道办事处", StringComparison.Ordinal);

    /// <summary>A forest or state farm: a unit of township level that is an enterprise.</summary>
    public bool IsFarm => Name.Contains("林场", StringComparison.Ordinal) || Name.Contains("农场", StringComparison.Ordinal);

    public static IReadOnlyList<Division> Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Divisions", name + ".csv");
        return [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(cells => new Division(cells[0], cells[1], cells[2], Enum.Parse<DivisionLevel>(cells[3], ignoreCase: true)))];
    }
}

internal enum DivisionLevel
{
    City,
    District,
    Township,
    Village,
}
