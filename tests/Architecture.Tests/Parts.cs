extern alias assessment;
extern alias members;
extern alias organizations;
extern alias pairing;

using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>A service as the tests of this project see it: whatever it is, it has routes, a document and a database.</summary>
public interface IPart : IAsyncLifetime
{
    string Name { get; }

    IServiceProvider Services { get; }

    TestDatabase Database { get; }

    HttpClient Anonymous();

    HttpClient As(Caller caller);
}

public sealed class OrganizationsPart() : ServiceApp<organizations::Program>("organizations", typeof(organizations::Program).Assembly), IPart
{
    public string Name => "organizations";
}

public sealed class MembersPart()
    : ServiceApp<members::Program>("members", typeof(OrganizationReplica).Assembly, typeof(members::Program).Assembly), IPart
{
    public string Name => "members";
}

public sealed class AssessmentPart()
    : ServiceApp<assessment::Program>("assessment", typeof(OrganizationReplica).Assembly, typeof(assessment::Program).Assembly), IPart
{
    public string Name => "assessment";
}

public sealed class PairingPart()
    : ServiceApp<pairing::Program>("pairing", typeof(OrganizationReplica).Assembly, typeof(pairing::Program).Assembly), IPart
{
    public string Name => "pairing";
}

/// <summary>All services, each on a database of its own.</summary>
public sealed class Parts : IAsyncLifetime
{
    public IReadOnlyList<IPart> All { get; } = [new OrganizationsPart(), new MembersPart(), new AssessmentPart(), new PairingPart()];

    public async Task InitializeAsync()
    {
        foreach (var part in All)
        {
            await part.InitializeAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var part in All)
        {
            await part.DisposeAsync();
        }
    }
}

[CollectionDefinition(nameof(Parts))]
public sealed class PartsCollection : ICollectionFixture<Parts>;
