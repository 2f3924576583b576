namespace PartyCloud.Assessment.Cycles;

/// <summary>What was known of an organization from an instant on.</summary>
internal sealed record OrganizationAsOf(
    Guid Id,
    int Version,
    DateTimeOffset KnownAt,
    string Code,
    string LevelCode,
    string Name,
    string DomainType,
    string Kind,
    Guid? ParentId,
    string? RegionCode,
    bool Active);

/// <summary>An organization as a cycle saw it at its cut-off. It never changes afterwards, whatever becomes of the organization.</summary>
internal sealed record SnapshotOrganization(
    Guid Id,
    string Code,
    string LevelCode,
    string Name,
    string DomainType,
    string Kind,
    Guid? ParentId,
    bool IsDirect,
    Guid? DistrictId,
    string? DistrictCode,
    bool IsAssessed);
