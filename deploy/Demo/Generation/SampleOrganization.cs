namespace PartyCloud.Demo.Generation;

/// <summary>A generated organization, as a row of the import.</summary>
/// <param name="Code">Business code, unique in the sample.</param>
/// <param name="ParentCode">Null for the root; a parent stands before its children.</param>
/// <param name="Weight">Its share of the members; 0 for organizations that have none of their own.</param>
/// <param name="HelperClass">For the offices that help villages: their class in the matching rules.</param>
internal sealed record SampleOrganization(
    string Code, string Name, string Kind, string DomainType, string? ParentCode, string RegionCode, string? UnitName, DateOnly EstablishedOn, int Weight, string? HelperClass = null)
{
    public string ExternalCode => "SAMPLE-" + Code;

    public string UnitClass => HelperClass switch
    {
        "legalAffairs" => "政法部门",
        "economic" => "经济部门",
        "agricultural" => "涉农部门",
        "partyAffairs" => "党政部门",
        _ => DomainType switch
        {
            Domains.Village => "行政村",
            Domains.Community => "社区",
            Domains.StateOwnedEnterprise => "国有企业",
            Domains.NonPublicEnterprise => "非公有制企业",
            Domains.GovernmentOrgan => "机关",
            Domains.PublicInstitution => "事业单位",
            Domains.School => "学校",
            Domains.SocialOrganization => "社会组织",
            _ => "其他",
        },
    };
}

internal static class Kinds
{
    public const string WorkingCommittee = "workingCommittee";
    public const string Committee = "committee";
    public const string GeneralBranch = "generalBranch";
    public const string Branch = "branch";
    public const string JointBranch = "jointBranch";
    public const string TemporaryBranch = "temporaryBranch";
}

internal static class Domains
{
    public const string Village = "village";
    public const string Community = "community";
    public const string StateOwnedEnterprise = "stateOwnedEnterprise";
    public const string NonPublicEnterprise = "nonPublicEnterprise";
    public const string GovernmentOrgan = "governmentOrgan";
    public const string PublicInstitution = "publicInstitution";
    public const string School = "school";
    public const string SocialOrganization = "socialOrganization";
    public const string Other = "other";
}
