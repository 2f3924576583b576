using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;
using Xunit;

namespace PartyCloud.Testing;

/// <summary>
/// One service in the test's process on a fresh, real database, asked by callers of the test's choice. Its relay and its consumers
/// rest: what it would publish is read from its outbox. Make a fixture of it with the service's name and the assemblies that hold its
/// migrations.
/// </summary>
/// <typeparam name="TEntryPoint">Any public type of the service's assembly.</typeparam>
public abstract class ServiceApp<TEntryPoint>(string service, params Assembly[] migrations) : IAsyncLifetime
    where TEntryPoint : class
{
    /// <summary>What waits to be published, a fact a row, as a table for tests to select from.</summary>
    public const string OutboxFacts = """
        (select seq, type, coalesce(event.value -> 'body', body::json) as fact
         from outbox left join lateral json_array_elements(case json_typeof(body::json) when 'array' then body::json end) event on true) facts
        """;

    private const string Password = "test-only";
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly InternalTokens Tokens = new(Key);

    private TestDatabase? database;
    private WebApplicationFactory<TEntryPoint>? factory;

    /// <summary>What the service takes for the present; it stands still until a test moves it.</summary>
    public TestClock Clock { get; } = new();

    public IServiceProvider Services => Factory.Services;

    public TestDatabase Database => database ?? throw new InvalidOperationException("The fixture has not started.");

    private WebApplicationFactory<TEntryPoint> Factory => factory ?? throw new InvalidOperationException("The fixture has not started.");

    public virtual async Task InitializeAsync()
    {
        database = await TestDatabase.CreateFromTemplateAsync(service, admin => Migrator.MigrateAsync(service, admin, Password, migrations));
        factory = new WebApplicationFactory<TEntryPoint>().WithWebHostBuilder(host =>
        {
            host.UseContentRoot(AppContext.BaseDirectory);
            host.UseSetting("ConnectionStrings:database", database.ServiceConnectionString);
            host.UseSetting("ConnectionStrings:broker", "amqp://none:none@127.0.0.1:1/");
            host.UseSetting("Database:Password", Password);
            host.UseSetting("Tokens:PublicKey", Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo()));
            host.UseSetting("DataKeys:Current", "1");
            host.UseSetting("DataKeys:0", Convert.ToBase64String(SHA256.HashData("data of before"u8)));
            host.UseSetting("DataKeys:1", Convert.ToBase64String(SHA256.HashData("data"u8)));
            host.UseSetting("DataKeys:Hash", Convert.ToBase64String(SHA256.HashData("hash"u8)));
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            host.ConfigureTestServices(services =>
            {
                foreach (var resting in services.Where(IsMessaging).ToList())
                {
                    services.Remove(resting);
                }

                services.RemoveAll<TimeProvider>();
                services.AddSingleton<TimeProvider>(Clock);
                Configure(services);
            });
        });
        _ = factory.Server;
    }

    public virtual async Task DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    public HttpClient Anonymous() => Factory.CreateClient();

    /// <summary>A caller with a scope (a level code, several joined by commas, or "0" for the whole installation) and permissions.</summary>
    public HttpClient As(string scope, params string[] permissions) => As(CallerOf(scope, permissions));

    public HttpClient As(Caller caller)
    {
        var client = Factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Issue(caller, Clock.GetUtcNow(), TimeSpan.FromDays(3650)));
        return client;
    }

    public Caller CallerOf(string scope, params string[] permissions) => new(
        Guid.CreateVersion7(Clock.GetUtcNow()), "tester", "test", PermissionSet.Of(permissions), LevelScope.TryParse(scope, out var parsed) ? parsed : null, Guid.CreateVersion7());

    /// <summary>The bodies of the facts of one kind that wait to be published.</summary>
    public async Task<List<string>> OutboxAsync<T>() =>
        await RowsAsync($"select fact::text from {OutboxFacts} where type = $1 order by seq", reader => reader.GetString(0), typeof(T).FullName);

    /// <summary>Reads as the superuser.</summary>
    public async Task<List<TRow>> RowsAsync<TRow>(string sql, Func<NpgsqlDataReader, TRow> read, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.With(values).ExecuteReaderAsync();
        var rows = new List<TRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.With(values).ExecuteNonQueryAsync();
    }

    /// <summary>What a fixture changes in the service besides: nothing, as a rule.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    private static bool IsMessaging(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && !service.IsKeyedService
        && (service.ImplementationType?.FullName ?? service.ImplementationFactory?.Method.DeclaringType?.FullName ?? "") is { } name
        && (name.StartsWith("MassTransit", StringComparison.Ordinal) || name.Contains(".Messaging.", StringComparison.Ordinal));
}

/// <summary>A present that the test sets.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 7, 1, 1, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Set(DateTimeOffset value) => now = value.ToUniversalTime();

    public void Set(DateOnly date) => now = new DateTimeOffset(date.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)).ToUniversalTime();
}
