using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>An organization of a frozen cycle with what came of it. Only the freeze writes it.</summary>
internal sealed class CycleOrganization : IPlaced
{
    private CycleOrganization()
    {
    }

    public Guid CycleId { get; private set; }

    /// <summary>Its place in the snapshot, in the order of the tree.</summary>
    public int Position { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string DomainType { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public Guid? ParentId { get; private set; }

    public bool IsDirect { get; private set; }

    public Guid? DistrictId { get; private set; }

    public string? DistrictCode { get; private set; }

    public bool Assessed { get; private set; }

    public decimal? Score { get; private set; }

    public decimal? Satisfaction { get; private set; }

    public bool Vetoed { get; private set; }

    public string? Grade { get; private set; }

    /// <summary>Whether its grade lists it whatever the quota.</summary>
    public bool Listed { get; private set; }

    public int? Rank { get; private set; }

    public int? RankFromLowest { get; private set; }

    public int? LastRank { get; private set; }
}

/// <summary>An organization that is left out of a cycle, and why.</summary>
internal sealed class CycleExclusion : IPlaced
{
    private CycleExclusion()
    {
    }

    public Guid CycleId { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public string RecordedBy { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    internal static CycleExclusion Record(AssessmentCycle cycle, Guid organizationId, string levelCode, string reason, string by, DateTimeOffset now)
    {
        cycle.RequireNotFrozen();

        return new()
        {
            CycleId = cycle.Id,
            OrganizationId = organizationId,
            LevelCode = levelCode,
            Reason = reason,
            RecordedBy = by,
            RecordedAt = now,
        };
    }
}
