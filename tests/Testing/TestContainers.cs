#if FULL_FEED
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace PartyCloud.Testing;

/// <summary>The servers of the tests in containers, where the packages and an engine are there.</summary>
internal static class TestContainers
{
    internal static async Task<(string Postgres, Uri Broker)> StartAsync()
    {
        var postgres = new PostgreSqlBuilder("postgres:15").WithUsername("postgres")
            .WithEnvironment("POSTGRES_INITDB_ARGS", "-E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh-Hans-CN")
            .WithCommand("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300")
            .Build();
        var broker = new RabbitMqBuilder("rabbitmq:3").Build();
        await Task.WhenAll(postgres.StartAsync(), broker.StartAsync());

        var connection = new Npgsql.NpgsqlConnectionStringBuilder(postgres.GetConnectionString());
        connection.Remove("Database");
        return (connection.ConnectionString, new Uri(broker.GetConnectionString()));
    }
}
#endif
