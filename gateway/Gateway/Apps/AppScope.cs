using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Apps;

/// <summary>What an app may reach (资源): the public routes of one service.</summary>
public enum AppResource
{
    Organizations,
    Members,
    Assessment,
    Pairing,
}

/// <summary>Reading, or reading and writing.</summary>
public enum AppAccess
{
    Read,
    Write,
}

/// <summary>Where an app stands (环境): one for the sandbox does not work on real data, nor the other way round.</summary>
public enum AppEnvironment
{
    Sandbox,
    Production,
}

/// <summary>What this installation is, as its settings said at the start.</summary>
internal sealed class Installation(IConfiguration configuration)
{
    public AppEnvironment Environment { get; } = configuration.IsSandbox() ? AppEnvironment.Sandbox : AppEnvironment.Production;
}

/// <summary>One resource, reading or writing, at an organization and all below it; without an organization, everywhere.</summary>
internal sealed class AppScope
{
    private AppScope()
    {
    }

    public Guid Id { get; private set; }

    public Guid AppId { get; private set; }

    public AppResource Resource { get; private set; }

    public AppAccess Access { get; private set; }

    public Guid? OrganizationId { get; private set; }

    /// <summary>The share request that brought it; null where an administrator gave it.</summary>
    public Guid? ShareRequestId { get; private set; }

    /// <summary>From then on it opens nothing; null where it stays until it is taken away.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    public static AppScope Of(Guid appId, AppResource resource, AppAccess access, Guid? organizationId) =>
        new() { Id = Guid.CreateVersion7(), AppId = appId, Resource = resource, Access = access, OrganizationId = organizationId };

    /// <summary>What a share request brings: reading alone, and for a time.</summary>
    public static AppScope Shared(Guid appId, AppResource resource, Guid? organizationId, Guid shareRequestId, DateTimeOffset endsAt) => new()
    {
        Id = Guid.CreateVersion7(),
        AppId = appId,
        Resource = resource,
        Access = AppAccess.Read,
        OrganizationId = organizationId,
        ShareRequestId = shareRequestId,
        EndsAt = endsAt,
    };
}

/// <summary>
/// The permissions that a scope stands for. None opens an identity number, closes an organization, settles an assessment or exports: these
/// stay with people.
/// </summary>
internal static class AppPermissions
{
    private static readonly Dictionary<(AppResource, AppAccess), PermissionSet> Table = new()
    {
        [(AppResource.Organizations, AppAccess.Read)] = Set("organizations.read"),
        [(AppResource.Organizations, AppAccess.Write)] = Set("organizations.read organizations.register organizations.change organizations.move organizations.import"),
        [(AppResource.Members, AppAccess.Read)] = Set("members.read"),
        [(AppResource.Members, AppAccess.Write)] =
            Set("members.read members.admit members.change members.import members.transfer members.receive members.mobility"),
        [(AppResource.Assessment, AppAccess.Read)] = Set("assessment.read assessment.restrictions.read"),
        [(AppResource.Assessment, AppAccess.Write)] = Set("assessment.read assessment.restrictions.read assessment.score assessment.rectify"),
        [(AppResource.Pairing, AppAccess.Read)] = Set("pairing.read"),
        [(AppResource.Pairing, AppAccess.Write)] = Set("pairing.read pairing.visit pairing.import"),
    };

    /// <summary>What every app may, whatever its scopes: ask for data, follow what became of it, and say that something is wrong.</summary>
    public static PermissionSet Asking { get; } = Set("sharing.read sharing.ask sharing.report");

    public static PermissionSet Of(AppResource resource, AppAccess access) => Table[(resource, access)];

    private static PermissionSet Set(string text) => PermissionSet.Parse(text);
}
