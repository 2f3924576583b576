using Microsoft.Extensions.Configuration;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>
/// A service's two ways into its database: <see cref="App"/> for what a caller does, held by row security to the caller's scope,
/// and <see cref="System"/> for consumers and schedules, which see all rows. Neither role owns anything.
/// </summary>
public sealed class ServiceDatabase : IAsyncDisposable
{
    /// <summary>As <see cref="ScopeInterceptor.Enter"/>, at half its cost; but it gives a row, which has to be passed over.</summary>
    public const string EnterHot = "select set_config('app.scope', $1, true)";

    private readonly NpgsqlDataSource hot;

    public ServiceDatabase(string service, IConfiguration configuration)
    {
        var database = configuration.GetConnectionString("database") ?? throw new InvalidOperationException("ConnectionStrings:database is not set.");
        var password = configuration["Database:Password"] ?? throw new InvalidOperationException("Database:Password is not set.");
        Service = service;
        App = Create($"{service}_app", 80);
        hot = Create($"{service}_app", 8, shared: true);
        System = Create($"{service}_system", 20);

        NpgsqlDataSource Create(string role, int pool, bool shared = false)
        {
            var builder = new NpgsqlDataSourceBuilder(database) { Name = role };
            builder.ConnectionStringBuilder.Username = role;
            builder.ConnectionStringBuilder.Password = password;
            builder.ConnectionStringBuilder.ApplicationName = role;
            builder.ConnectionStringBuilder.MaxPoolSize = configuration.GetValue("Database:MaxPoolSize", pool);
            builder.ConnectionStringBuilder.MaxAutoPrepare = 200;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
            // Nothing here outlives its transaction (the scope, locks, temporary tables), so there is nothing to reset; the seven
            // statements of a reset would cost more than a read.
            builder.ConnectionStringBuilder.NoResetOnClose = true;
            if (shared)
            {
                builder.ConnectionStringBuilder.Multiplexing = true;
                // Elsewhere plans stay custom (set on the role), so that one made for a small scope is never used for a large one.
                builder.ConnectionStringBuilder.Options = "-c plan_cache_mode=force_generic_plan";
            }

            return builder.Build();
        }
    }

    public string Service { get; }

    public NpgsqlDataSource App { get; }

    public NpgsqlDataSource System { get; }

    /// <summary>As <see cref="ReadHotAsync"/>, for a statement that enters the scope itself; one that does not sees nothing.</summary>
    public NpgsqlCommand HotCommand(string sql) => hot.CreateCommand(sql);

    /// <summary>
    /// Carries out one of the few reads whose one plan is right under every scope: by key, or a page along an index. They have a pool
    /// of their own, where they are planned once a connection; making a plan costs several times as much as carrying it out. Its few
    /// connections carry the commands of many callers one behind the other, each in a transaction of its own with its own scope: fewer
    /// processes to wake in the server, fewer packets.
    /// </summary>
    public async Task<NpgsqlDataReader> ReadHotAsync(LevelScope scope, NpgsqlBatchCommand statement, CancellationToken cancel)
    {
        var batch = hot.CreateBatch();
        batch.BatchCommands.Add(new(EnterHot) { Parameters = { new NpgsqlParameter<string> { TypedValue = scope.Text } } });
        batch.BatchCommands.Add(statement);
        var reader = await batch.ExecuteReaderAsync(cancel);
        try
        {
            await reader.NextResultAsync(cancel);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await hot.DisposeAsync();
        await System.DisposeAsync();
    }
}
