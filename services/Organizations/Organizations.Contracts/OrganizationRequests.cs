using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Organizations.Contracts;

/// <param name="Code">Its own code; made from its place when none is given.</param>
/// <param name="ParentId">Null registers a root, which only the whole installation's administrator may.</param>
/// <param name="CreditCode">The unit's unified social credit code (统一社会信用代码) after GB 32100, 18 characters of which the last checks the others.</param>
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
    [property: StringLength(100)] string? ExternalCode = null,
    [property: StringLength(18)] string? CreditCode = null);

/// <summary>What is left out stays as it is; an empty text clears an optional field.</summary>
public sealed record ChangeOrganizationRequest(
    [property: StringLength(200, MinimumLength = 1), RegularExpression(@".*\S.*")] string? Name = null,
    OrganizationKind? Kind = null,
    [property: StringLength(40, MinimumLength = 1)] string? DomainType = null,
    [property: RegularExpression("([0-9]{2,12})?")] string? RegionCode = null,
    [property: StringLength(200)] string? UnitName = null,
    [property: StringLength(60)] string? UnitClass = null,
    DateOnly? EstablishedOn = null,
    [property: StringLength(100)] string? ExternalCode = null,
    [property: StringLength(18)] string? CreditCode = null);

public sealed record MoveOrganizationRequest(Guid ParentId);

public sealed record AbolishOrganizationRequest([property: StringLength(500, MinimumLength = 1)] string Reason);

/// <param name="IntoId">The organization that takes over.</param>
public sealed record MergeOrganizationRequest(Guid IntoId, [property: StringLength(500, MinimumLength = 1)] string Reason);

/// <summary>Up to 1,000 organizations, by their ids, by their own codes, or by some of each.</summary>
public sealed record BatchGetOrganizationsRequest(
    [property: MaxLength(1000)] IReadOnlyList<Guid>? Ids = null,
    [property: MaxLength(1000)] IReadOnlyList<string>? Codes = null);

/// <summary>Up to 1,000 organizations to be registered. Their parents are there already.</summary>
public sealed record BatchRegisterOrganizationsRequest(IReadOnlyList<RegisterOrganizationRequest> Items);

/// <summary>Up to 1,000 organizations to be changed.</summary>
public sealed record BatchChangeOrganizationsRequest(IReadOnlyList<OrganizationChange> Items);

/// <param name="Version">The version that was read, as If-Match is for one; without it no check is made.</param>
public sealed record OrganizationChange(Guid Id, ChangeOrganizationRequest Change, int? Version = null);
