using System.Globalization;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// The parts of the system and what each needs. Every service has a database of its own name on the one PostgreSQL
/// server and a <c>migrate</c> verb that prepares it; it starts when that has ended and both servers answer.
/// </summary>
public sealed class Topology
{
    private readonly List<ServicePart> _services = [];

    public string PostgresName { get; private set; } = "postgres";

    public string BrokerName { get; private set; } = "broker";

    /// <summary>In the order in which they were described; the gateway is the last.</summary>
    public IReadOnlyList<ServicePart> Services => _services;

    public Topology Postgres(string name)
    {
        PostgresName = name;
        return this;
    }

    public Topology RabbitMq(string name)
    {
        BrokerName = name;
        return this;
    }

    public Topology Service(string name, string project, bool keepsPersonalData = false)
    {
        _services.Add(new ServicePart(name, project) { KeepsPersonalData = keepsPersonalData });
        return this;
    }

    public Topology Gateway(string name, string project, int port, IReadOnlyList<string> routesTo)
    {
        _services.Add(new ServicePart(name, project) { PublicPort = port, RoutesTo = routesTo });
        return this;
    }
}

/// <summary>One executable of the system.</summary>
/// <param name="Name">Name of the part, and of its database.</param>
/// <param name="Project">Folder of the project, from the root of the solution.</param>
public sealed record ServicePart(string Name, string Project)
{
    public string Database => Name;

    /// <summary>Holds identity numbers and phones, so it is handed the data keys.</summary>
    public bool KeepsPersonalData { get; init; }

    /// <summary>Set for the gateway alone: the only part that people reach, and the one that signs tokens.</summary>
    public int? PublicPort { get; init; }

    /// <summary>The services that the gateway forwards to, and waits for.</summary>
    public IReadOnlyList<string> RoutesTo { get; init; } = [];

    public bool IsGateway => PublicPort is not null;

    /// <summary>The setting that tells the gateway where a replica of a service is; the first is number 1.</summary>
    public static string RouteSetting(string service, int replica = 1) =>
        $"ReverseProxy__Clusters__{service}__Destinations__{(replica == 1 ? "one" : replica.ToString(CultureInfo.InvariantCulture))}__Address";

    /// <summary>What the process of a replica is called: the first by the service's own name, <c>members-2</c> the second.</summary>
    public string PartName(int replica) => replica == 1 ? Name : $"{Name}-{replica.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Name of the assembly: the solution names each after its project.</summary>
    public string Assembly => "PartyCloud." + Path.GetFileName(Project);
}
