namespace PartyCloud.Organizations.Contracts;

/// <summary>A Party organization (党组织).</summary>
/// <param name="LevelCode">Its place in the tree: three base-36 characters a level, the parent's is a prefix.</param>
/// <param name="CreditCode">The unit's unified social credit code (统一社会信用代码).</param>
/// <param name="Warnings">What is unusual about its kind or size; a superior may approve it.</param>
public sealed record OrganizationResponse(
    Guid Id, string Code, string LevelCode, string Name, OrganizationKind Kind, string DomainType, Guid? ParentId, string? RegionCode,
    string? UnitName, string? UnitClass, DateOnly? EstablishedOn, string? ExternalCode, OrganizationStatus Status, Guid? MergedIntoId, int Version,
    string? CreditCode = null, IReadOnlyList<OrganizationWarning>? Warnings = null);

/// <summary>Something unusual that a superior may approve; never a refusal.</summary>
public sealed record OrganizationWarning(string Code, string Text);

/// <summary>A direct subordinate and how much is below it, so that a tree can be opened a level at a time.</summary>
public sealed record ChildResponse(Guid Id, string Code, string LevelCode, string Name, OrganizationKind Kind, string DomainType, int Organizations, int Members);

/// <summary>How far a move reached.</summary>
/// <param name="Moved">Organizations in the subtree, itself included.</param>
public sealed record MoveOrganizationResponse(OrganizationResponse Organization, int Moved);

/// <summary>Counts over an organization and everything below it.</summary>
public sealed record RollupResponse(OrganizationCounts Organizations, MemberCounts Members);

public sealed record OrganizationCounts(int Total, IReadOnlyDictionary<string, int> ByKind, IReadOnlyDictionary<string, int> ByDomainType);

public sealed record MemberCounts(int Total, IReadOnlyDictionary<string, int> ByStatus);

/// <summary>A type that organizations are assessed by (党建类型).</summary>
public sealed record DomainTypeResponse(string Code, string Name, string NameEn);

/// <summary>An organization to which a member can be transferred (可接收组织): no more than is needed to choose the right one.</summary>
/// <param name="Path">The names of those above it, from the top.</param>
public sealed record ReceiverResponse(Guid Id, string Name, IReadOnlyList<string> Path);

/// <param name="Items">What was found, closed ones as well, each once: in the order of the ids, then of the codes.</param>
/// <param name="MissingIds">Absent or out of reach.</param>
/// <param name="MissingCodes">Absent or out of reach.</param>
public sealed record BatchGetOrganizationsResponse(IReadOnlyList<OrganizationResponse> Items, IReadOnlyList<Guid> MissingIds, IReadOnlyList<string> MissingCodes);
