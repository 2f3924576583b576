using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway;

/// <summary>What each post may do. A pattern that ends in <c>*</c> stands for all that begins like it.</summary>
internal static class Roles
{
    private const string Business = "organizations.* members.* assessment.* pairing.* " + Sharing;

    // Who has the business answers for its data: checks what is asked, replies, takes back, and corrects. The catalogue itself is the security administrator's.
    private const string Sharing = "sharing.read sharing.ask sharing.check sharing.decide sharing.revoke sharing.report sharing.correct";

    private static readonly Dictionary<string, Role> Table = new List<Role>
    {
        // 市级管理员: the whole business of a city or of the installation, and what operators do.
        new("cityAdmin", Business + " operations.*"),

        // 区县管理员: the whole business of a district; the post's reach keeps it there.
        new("districtAdmin", Business),

        // 党务干部: keeps the records of the branches and gathers figures; settles nothing and closes no organization.
        new("committeeClerk", """
            organizations.read organizations.export organizations.register organizations.change organizations.import
            members.read members.export members.admit members.change members.import members.transfer members.receive members.mobility
            members.search-identity members.reveal
            assessment.read assessment.export assessment.restrictions.read assessment.score assessment.rectify
            pairing.read pairing.export pairing.visit pairing.import
            sharing.report sharing.correct
            """),

        // 党支部书记: one branch and its members.
        new("branchSecretary", """
            organizations.read organizations.export
            members.read members.export members.change members.mobility
            assessment.read assessment.export assessment.rectify
            pairing.read pairing.export pairing.visit
            sharing.report sharing.correct
            """),

        // 党员: one's own record alone, so none of the permissions that list or open others'.
        new("member", "members.own"),

        // 运维人员: how the services run, and no business data.
        new("operator", "operations.*"),

        // 审计员: who did what, and no business data.
        new("auditor", "audit.*"),

        // 安全管理员: accounts, portals' apps, on what terms data are shared, and the audit log, and no business data: asks in an app's name and grants nothing.
        new("securityAdmin", "accounts.* apps.* audit.* sharing.read sharing.ask sharing.revoke sharing.catalogue"),
    }.ToDictionary(role => role.Name, StringComparer.Ordinal);

    public static IEnumerable<Role> All => Table.Values;

    public static Role? Find(string name) => Table.GetValueOrDefault(name);
}

/// <summary>A role (角色) and what it may do.</summary>
internal sealed record Role(string Name, PermissionSet Permissions)
{
    public Role(string name, string permissions)
        : this(name, PermissionSet.Of(permissions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
    {
    }
}
