using PartyCloud.Organizations.Contracts;

namespace PartyCloud.Organizations.Tree;

/// <summary>A Party organization (党组织).</summary>
/// <param name="LevelCode">Its place in the tree: three base-36 characters a level, the parent's is a prefix.</param>
/// <param name="Warnings">What is unusual about its kind or size; a superior may approve it.</param>
public sealed record OrganizationResponse(
    Guid Id, string Code, string LevelCode, string Name, OrganizationKind Kind, string DomainType, Guid? ParentId, string? RegionCode,
    string? UnitName, string? UnitClass, DateOnly? EstablishedOn, string? ExternalCode, OrganizationStatus Status, Guid? MergedIntoId, int Version,
    IReadOnlyList<OrganizationWarning>? Warnings = null)
{
    internal static OrganizationResponse From(PartyOrganization o) => new(
        o.Id, o.Code, o.LevelCode, o.Name, o.Kind, o.DomainType, o.ParentId, o.RegionCode, o.UnitName, o.UnitClass, o.EstablishedOn, o.ExternalCode,
        o.Status, o.MergedIntoId, o.Version);
}

/// <summary>Something unusual that a superior may approve; never a refusal.</summary>
public sealed record OrganizationWarning(string Code, string Text);
