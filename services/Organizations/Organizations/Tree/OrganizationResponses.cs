using PartyCloud.Organizations.Contracts;

namespace PartyCloud.Organizations.Tree;

/// <summary>What the outside sees.</summary>
internal static class OrganizationResponses
{
    public static OrganizationResponse ToResponse(this PartyOrganization o) => new(
        o.Id, o.Code, o.LevelCode, o.Name, o.Kind, o.DomainType, o.ParentId, o.RegionCode, o.UnitName, o.UnitClass, o.EstablishedOn, o.ExternalCode,
        o.Status, o.MergedIntoId, o.Version, o.CreditCode);
}
