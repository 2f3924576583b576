using PartyCloud.Organizations.Contracts;

namespace PartyCloud.Organizations.Tree;

/// <summary>
/// What is usual in kind and size, after 中国共产党支部工作条例 (trial, 2018) and the handbooks: a superior may approve an exception, so
/// these are warnings and refuse nothing.
/// </summary>
internal static class OrganizationWarnings
{
    public const int CommitteeFrom = 100;
    public const int GeneralBranchFrom = 50;
    public const int BranchFrom = 3;
    public const int BranchUpTo = 50;

    public static IEnumerable<(string Code, object[] Arguments)> About(
        PartyOrganization organization, OrganizationKind? parentKind, IReadOnlyDictionary<string, int> counts)
    {
        var members = counts.GetValueOrDefault(Measures.Members);
        var formal = counts.GetValueOrDefault(Measures.MemberStatus + "formal");
        if (organization.Kind is OrganizationKind.Committee && members is > 0 and < CommitteeFrom)
        {
            yield return ("organization.committee-small", [members, CommitteeFrom]);
        }

        if (organization.Kind is OrganizationKind.GeneralBranch && members is > 0 and (< GeneralBranchFrom or >= CommitteeFrom))
        {
            yield return ("organization.general-branch-size", [members, GeneralBranchFrom, CommitteeFrom]);
        }

        if (organization.Kind is OrganizationKind.Branch && members > 0 && formal < BranchFrom)
        {
            yield return ("organization.branch-small", [formal, BranchFrom]);
        }

        if (organization.IsBranch && members > BranchUpTo)
        {
            yield return ("organization.branch-large", [members, BranchUpTo]);
        }

        if (organization.Kind is OrganizationKind.Group && parentKind is not (OrganizationKind.Branch or OrganizationKind.JointBranch or OrganizationKind.TemporaryBranch))
        {
            yield return ("organization.group-not-under-branch", []);
        }

        if (organization.Kind is not OrganizationKind.Group
            && parentKind is OrganizationKind.Branch or OrganizationKind.JointBranch or OrganizationKind.TemporaryBranch or OrganizationKind.Group)
        {
            yield return ("organization.under-branch", []);
        }

        if (organization.Kind is OrganizationKind.Committee or OrganizationKind.WorkingCommittee && parentKind is OrganizationKind.GeneralBranch)
        {
            yield return ("organization.committee-under-general-branch", []);
        }
    }
}
