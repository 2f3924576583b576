using System.Collections.Concurrent;
using Npgsql;

namespace PartyCloud.Testing;

/// <summary>
/// A database of a test class's own, dropped when it is disposed of. Roles belong to the whole server, so what makes
/// them must name them after the service (<c>members_app</c>), never after this database.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();

    // Two sessions must not copy one template at the same moment.
    private static readonly SemaphoreSlim Copying = new(1, 1);

    private TestDatabase(string name, string adminConnectionString)
    {
        (Name, AdminConnectionString) = (name, adminConnectionString);
    }

    public string Name { get; }

    /// <summary>The superuser's connection to this database; row security does not bind it.</summary>
    public string AdminConnectionString { get; }

    /// <summary>The same without user and password, which is what a service is told.</summary>
    public string ServiceConnectionString
    {
        get
        {
            var admin = new NpgsqlConnectionStringBuilder(AdminConnectionString);
            return new NpgsqlConnectionStringBuilder { Host = admin.Host, Port = admin.Port, Database = Name }.ConnectionString;
        }
    }

    /// <summary>An empty database.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var name = NewName();
        await ExecuteAsync($"create database {name}");
        return new TestDatabase(name, await ConnectionTo(name));
    }

    /// <summary>
    /// A copy of a database that was prepared once in this process: copying takes a fraction of a second where
    /// migrating takes several.
    /// </summary>
    /// <param name="templateKey">What the template holds, such as the service's name.</param>
    /// <param name="migrateTemplate">Prepares the template, given the superuser's connection to it.</param>
    public static async Task<TestDatabase> CreateFromTemplateAsync(string templateKey, Func<string, Task> migrateTemplate)
    {
        var template = await Templates.GetOrAdd(templateKey, _ => new Lazy<Task<string>>(() => PrepareAsync(migrateTemplate))).Value;
        var name = NewName();
        await Copying.WaitAsync();
        try
        {
            await ExecuteAsync($"create database {name} template {template}");
        }
        finally
        {
            Copying.Release();
        }

        return new TestDatabase(name, await ConnectionTo(name));
    }

    /// <summary>Nobody is connected any more and nobody can connect, as while an operator puts a backup in its place.</summary>
    public Task CloseAsync() => CloseAsync(Name);

    public Task OpenAsync() => ExecuteAsync($"alter database {Name} with allow_connections true");

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"drop database if exists {Name} with (force)");
    }

    private static async Task<string> PrepareAsync(Func<string, Task> migrate)
    {
        var name = NewName();
        await ExecuteAsync($"create database {name}");
        await migrate(await ConnectionTo(name));
        // Nobody may be connected to a template while it is copied; pooled connections would be.
        await CloseAsync(name);
        return name;
    }

    private static async Task CloseAsync(string name)
    {
        await ExecuteAsync($"alter database {name} with allow_connections false");
        await ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    private static string NewName() => "test_" + Guid.CreateVersion7().ToString("N");

    private static async Task<string> ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder(await TestServers.PostgresAsync()) { Database = database }.ConnectionString;

    private static async Task ExecuteAsync(string sql)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await TestServers.PostgresAsync()) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
