using System.Net;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Apps;

/// <summary>What a signature is checked with: the opened secret, or the key.</summary>
internal sealed record LiveCredential(Guid Id, DateTimeOffset ExpiresAt, byte[]? Secret, Sm2Key? Key)
{
    public bool Fits(SignatureAlgorithm algorithm, byte[] text, byte[] signature) => algorithm.IsHmac
        ? Secret is not null && algorithm.Fits(Secret, text, signature)
        : Key?.Fits(text, signature) == true;
}

/// <summary>What the gateway remembers of an app between two looks at the database.</summary>
internal sealed class LiveApp
{
    public const string Role = "app";

    // Stands before an app's name where people's names stand; no user name holds a colon.
    private const string NamePrefix = "app:";

    private readonly Dictionary<(AppResource, AppAccess), ActingPost> posts = [];
    private int checking;

    /// <param name="home">The subtree that it belongs to; null when its organization is closed or not known here yet.</param>
    public LiveApp(Guid id, string name, Guid? organizationId, LevelScope? home, IEnumerable<(AppResource Resource, AppAccess Access, string LevelCode)> scopes, LiveApp? before)
    {
        (Id, Name, OrganizationId) = (id, name, organizationId);
        Itself = Keep(new(id, NamePrefix + name, Role, AppPermissions.Asking, home, OrganizationId: organizationId), before?.Itself);
        foreach (var resource in scopes.GroupBy(scope => scope.Resource))
        {
            // Who may write somewhere may read there, and what may be read elsewhere may not be written: each is a caller of its own.
            Add(resource.Key, AppAccess.Read, resource.Select(scope => scope.LevelCode));
            Add(resource.Key, AppAccess.Write, resource.Where(scope => scope.Access == AppAccess.Write).Select(scope => scope.LevelCode));
        }

        void Add(AppResource resource, AppAccess access, IEnumerable<string> levelCodes)
        {
            string[] codes = [.. levelCodes.Distinct()];
            if (codes.Length > 0 && (codes.Contains("0") ? LevelScope.Everything : LevelScope.Of(codes)) is { } reach)
            {
                var caller = Itself.Caller with { Permissions = AppPermissions.Of(resource, access), Scope = reach };
                posts[(resource, access)] = Keep(caller, before?.PostFor(resource, access));
            }
        }
    }

    public Guid Id { get; }

    public string Name { get; }

    public Guid? OrganizationId { get; }

    public required AppEnvironment Environment { get; init; }

    public required IReadOnlyList<IPNetwork> Networks { get; init; }

    public required string Plan { get; init; }

    public required bool IsSuspended { get; init; }

    /// <summary>Those that expired lately are among them, to tell their owner so.</summary>
    public required IReadOnlyList<LiveCredential> Credentials { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>The app where it asks for nothing that lies in a scope.</summary>
    public ActingPost Itself { get; }

    public ActingPost? PostFor(AppResource resource, AppAccess access) => posts.GetValueOrDefault((resource, access));

    public bool MayComeFrom(IPAddress? address) =>
        Networks.Count == 0 || (address is not null && Networks.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)));

    /// <summary>One request looks again, the others go on with what is known.</summary>
    public bool BeginChecking() => Interlocked.Exchange(ref checking, 1) == 0;

    public void EndChecking() => Volatile.Write(ref checking, 0);

    // A caller that is as it was keeps the token that was made for it.
    private static ActingPost Keep(Caller caller, ActingPost? before) => before?.SameAs(caller) == true ? before : new(caller.UserId, caller);
}

/// <summary>The app of a request, with the part of its scopes under which it acts.</summary>
internal sealed class AppPrincipal(LiveApp app, ActingPost post) : SessionPrincipal(post)
{
    public LiveApp App { get; } = app;
}
