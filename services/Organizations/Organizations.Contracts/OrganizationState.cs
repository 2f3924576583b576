namespace PartyCloud.Organizations.Contracts;

/// <summary>
/// What an organization is now: published whenever anything about it changes. A receiver applies it only if its version is newer
/// than what it knows.
/// </summary>
/// <param name="Version">Counts up with every change of this organization.</param>
/// <param name="Code">Its own business code.</param>
/// <param name="LevelCode">Its place in the tree (层次码); rewritten by a move.</param>
/// <param name="DomainType">Its type for assessment, a code such as <c>village</c>.</param>
/// <param name="ParentId">Null for a root.</param>
/// <param name="RegionCode">Administrative division, 2 to 12 digits after GB/T 2260.</param>
/// <param name="MergedIntoId">The organization that took over, when the status is merged.</param>
public sealed record OrganizationState(
    Guid Id, int Version, string Code, string LevelCode, string Name, OrganizationKind Kind, string DomainType, Guid? ParentId,
    string? RegionCode, OrganizationStatus Status, Guid? MergedIntoId);

/// <summary>Organization kind (党组织类别), after the Party constitution's forms of grassroots organization.</summary>
public enum OrganizationKind
{
    /// <summary>党工委 / 机关工委: acts for a higher committee.</summary>
    WorkingCommittee,

    /// <summary>基层党委.</summary>
    Committee,

    /// <summary>党总支.</summary>
    GeneralBranch,

    /// <summary>党支部.</summary>
    Branch,

    /// <summary>联合党支部: of several units with too few members each.</summary>
    JointBranch,

    /// <summary>临时党支部: for the time of a task.</summary>
    TemporaryBranch,

    /// <summary>党小组.</summary>
    Group,
}

public enum OrganizationStatus
{
    Active,
    Abolished,
    Merged,
}
