using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost;

/// <summary>PartyCloud on one screen. Both engines, Aspire and local, start what stands here and nothing else.</summary>
public static class Program
{
    public static Topology Topology { get; } = new Topology()
        .Postgres("postgres")
        .RabbitMq("broker")
        .Service("organizations", "services/Organizations/Organizations")
        .Service("members", "services/Members/Members", keepsPersonalData: true)
        .Service("assessment", "services/Assessment/Assessment")
        .Service("pairing", "services/Pairing/Pairing")
        .Gateway("gateway", "gateway/Gateway", port: 8080, routesTo: ["organizations", "members", "assessment", "pairing"]);

    public static Task<int> Main(string[] args) => RunCommand.RunAsync(Topology, args);
}
