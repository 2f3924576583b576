using Microsoft.Extensions.Configuration;
using Npgsql;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>
/// A service's two ways into its database: <see cref="App"/> for what a caller does, held by row security to the caller's scope,
/// and <see cref="System"/> for consumers and schedules, which see all rows. Neither role owns anything.
/// </summary>
public sealed class ServiceDatabase : IAsyncDisposable
{
    public ServiceDatabase(string service, IConfiguration configuration)
    {
        var database = configuration.GetConnectionString("database") ?? throw new InvalidOperationException("ConnectionStrings:database is not set.");
        var password = configuration["Database:Password"] ?? throw new InvalidOperationException("Database:Password is not set.");
        Service = service;
        App = Create($"{service}_app", 80);
        Hot = Create($"{service}_app", 40, "-c plan_cache_mode=force_generic_plan");
        System = Create($"{service}_system", 20);

        NpgsqlDataSource Create(string role, int pool, string? options = null)
        {
            var builder = new NpgsqlDataSourceBuilder(database) { Name = role };
            builder.ConnectionStringBuilder.Username = role;
            builder.ConnectionStringBuilder.Password = password;
            builder.ConnectionStringBuilder.ApplicationName = role;
            builder.ConnectionStringBuilder.MaxPoolSize = configuration.GetValue("Database:MaxPoolSize", pool);
            // Plans stay custom (set on the role), so a plan made for a small scope is never used for a large one.
            builder.ConnectionStringBuilder.Options = options;
            builder.ConnectionStringBuilder.MaxAutoPrepare = 200;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
            return builder.Build();
        }
    }

    public string Service { get; }

    public NpgsqlDataSource App { get; }

    /// <summary>
    /// As <see cref="App"/>, for the few reads whose one plan is right under every scope: by key, or a page along an index. They are
    /// planned once a connection; making a plan costs several times as much as carrying it out.
    /// </summary>
    public NpgsqlDataSource Hot { get; }

    public NpgsqlDataSource System { get; }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Hot.DisposeAsync();
        await System.DisposeAsync();
    }
}
