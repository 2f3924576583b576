using PartyCloud.AppHost.Local;

namespace PartyCloud.Testing;

/// <summary>
/// The PostgreSQL and the RabbitMQ of the tests. tests/run starts one of each for all projects and names them in the
/// environment; a project run by itself starts its own at the first use, and they end with its process.
/// </summary>
public static class TestServers
{
    private static readonly string? GivenPostgres = Environment.GetEnvironmentVariable("PARTYCLOUD_TEST_POSTGRES");
    private static readonly string? GivenBroker = Environment.GetEnvironmentVariable("PARTYCLOUD_TEST_BROKER");
    private static readonly Lazy<Task<(string Postgres, Uri Broker)>> Own = new(StartAsync);

    /// <summary>The superuser's connection to the server, without a database.</summary>
    public static async Task<string> PostgresAsync() => GivenPostgres ?? (await Own.Value).Postgres;

    public static async Task<Uri> BrokerAsync() => GivenBroker is not null ? new Uri(GivenBroker) : (await Own.Value).Broker;

    private static async Task<(string, Uri)> StartAsync()
    {
#if FULL_FEED
        if (Containers.AnEngineAnswers())
        {
            return await TestContainers.StartAsync();
        }
#endif
        // Nobody disposes of these: the guard of the folder stops the servers and removes it when this process ends.
        var folder = Directory.CreateTempSubdirectory("partycloud-tests-");
        var servers = await LocalServers.StartAsync(folder.FullName, removeAfterwards: true);
        return (servers.Postgres.AdminConnection, servers.Broker.Address);
    }
}
