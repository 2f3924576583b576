using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Apps;

/// <summary>A portal's app (接入应用): a system that calls by signed requests, within the scopes that it was given.</summary>
internal sealed class App : IVersioned
{
    private App()
    {
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Whom to call when the app misbehaves.</summary>
    public string Contact { get; private set; } = "";

    public AppEnvironment Environment { get; private set; }

    /// <summary>To whom the app belongs; it reaches nothing outside that subtree. Null for the whole installation.</summary>
    public Guid? OrganizationId { get; private set; }

    /// <summary>From where it may call; none stands for anywhere.</summary>
    public string[] Networks { get; private set; } = [];

    public string Plan { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset? SuspendedAt { get; private set; }

    public string? SuspendedReason { get; private set; }

    public int Version { get; private set; }

    public static App Register(
        string name, string contact, AppEnvironment environment, Guid? organizationId, string[] networks, string plan, Guid createdBy, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Contact = contact,
            Environment = environment,
            OrganizationId = organizationId,
            Networks = networks,
            Plan = plan,
            CreatedAt = now,
            CreatedBy = createdBy,
            Version = 1,
        };

    public void Change(string? name, string? contact, string[]? networks, string? plan)
    {
        (Name, Contact, Networks, Plan) = (name ?? Name, contact ?? Contact, networks ?? Networks, plan ?? Plan);
        Version++;
    }

    /// <summary>Gives it to another organization; its scopes are to lie within that.</summary>
    public void MoveTo(Guid organizationId)
    {
        OrganizationId = organizationId;
        Version++;
    }

    public void Suspend(string reason, DateTimeOffset now)
    {
        Rule.Require(SuspendedAt is null, "app.already-suspended");
        (SuspendedAt, SuspendedReason) = (now, reason);
        Version++;
    }

    public void Resume()
    {
        Rule.Require(SuspendedAt is not null, "app.not-suspended");
        (SuspendedAt, SuspendedReason) = (null, null);
        Version++;
    }

    /// <summary>Gives it a scope beside those that it has.</summary>
    public void Give(AppScope scope, IEnumerable<AppScope> held)
    {
        RequireRoom(held.Append(scope));
        Version++;
    }

    /// <summary>Takes a scope away again.</summary>
    public void Take() => Version++;

    /// <summary>Of one resource it may have as many as a token can name.</summary>
    public static void RequireRoom(IEnumerable<AppScope> scopes) => Rule.Require(
        scopes.GroupBy(scope => scope.Resource).All(resource => resource.Count() <= LevelScope.MaxPrefixes), "app.scopes-full", LevelScope.MaxPrefixes);

    /// <summary>Adds one to what it signs by; of each kind two may be good at the same time, so that one can take the other's place.</summary>
    public void Add(AppCredential credential, IEnumerable<AppCredential> others, DateTimeOffset now)
    {
        Rule.Require(others.Count(other => other.Kind == credential.Kind && other.IsValid(now)) < AppCredential.MostAtOnce, "app.credentials-full", AppCredential.MostAtOnce);
        Version++;
    }

    public void Revoke(AppCredential credential, DateTimeOffset now)
    {
        credential.Revoke(now);
        Version++;
    }
}
