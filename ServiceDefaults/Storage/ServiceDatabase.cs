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
        System = Create($"{service}_system", 20);

        NpgsqlDataSource Create(string role, int pool)
        {
            var builder = new NpgsqlDataSourceBuilder(database) { Name = role };
            builder.ConnectionStringBuilder.Username = role;
            builder.ConnectionStringBuilder.Password = password;
            builder.ConnectionStringBuilder.ApplicationName = role;
            builder.ConnectionStringBuilder.MaxPoolSize = configuration.GetValue("Database:MaxPoolSize", pool);
            // Plans stay custom (set on the role), so a plan made for a small scope is never used for a large one.
            builder.ConnectionStringBuilder.MaxAutoPrepare = 200;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
            return builder.Build();
        }
    }

    public string Service { get; }

    public NpgsqlDataSource App { get; }

    public NpgsqlDataSource System { get; }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await System.DisposeAsync();
    }
}
