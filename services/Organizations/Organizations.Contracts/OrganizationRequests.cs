using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Organizations.Contracts;

/// <param name="Code">Its own code; made from its place when none is given.</param>
/// <param name="ParentId">Null registers a root, which only the whole installation's administrator may.</param>
public sealed record RegisterOrganizationRequest(
    [property: StringLength(200, MinimumLength = 1), RegularExpression(@".*\S.*")] string Name,
    OrganizationKind Kind,
    [property: StringLength(40, MinimumLength = 1)] string DomainType,
    Guid? ParentId = null,
    [property: StringLength(60, MinimumLength = 1), RegularExpression(@"\S+")] string? Code = null,
    [property: RegularExpression("[0-9]{2,12}")] string? RegionCode = null,
    [property: StringLength(200)] string? UnitName = null,
    [property: StringLength(60)] string? UnitClass = null,
    DateOnly? EstablishedOn = null,
    [property: StringLength(100)] string? ExternalCode = null);

/// <summary>What is left out stays as it is; an empty text clears an optional field.</summary>
public sealed record ChangeOrganizationRequest(
    [property: StringLength(200, MinimumLength = 1), RegularExpression(@".*\S.*")] string? Name = null,
    OrganizationKind? Kind = null,
    [property: StringLength(40, MinimumLength = 1)] string? DomainType = null,
    [property: RegularExpression("([0-9]{2,12})?")] string? RegionCode = null,
    [property: StringLength(200)] string? UnitName = null,
    [property: StringLength(60)] string? UnitClass = null,
    DateOnly? EstablishedOn = null,
    [property: StringLength(100)] string? ExternalCode = null);

public sealed record MoveOrganizationRequest(Guid ParentId);

public sealed record AbolishOrganizationRequest([property: StringLength(500, MinimumLength = 1)] string Reason);

/// <param name="IntoId">The organization that takes over.</param>
public sealed record MergeOrganizationRequest(Guid IntoId, [property: StringLength(500, MinimumLength = 1)] string Reason);
