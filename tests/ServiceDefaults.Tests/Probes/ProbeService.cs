using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Probes;

/// <summary>A service as small as one can be, on the foundation that is tested, on a real port and a real database.</summary>
public sealed class ProbeService : IAsyncDisposable
{
    public const string Name = "probe";

    private const string Password = "test-only";
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly InternalTokens Tokens = new(Key);

    private readonly WebApplication app;

    private ProbeService(WebApplication app) => this.app = app;

    public IServiceProvider Services => app.Services;

    internal Gates Gates => Services.GetRequiredService<Gates>();

    internal SystemDb<ProbeDb> Databases => Services.GetRequiredService<SystemDb<ProbeDb>>();

    internal ServiceDatabase Database => Services.GetRequiredService<ServiceDatabase>();

    public static Task<TestDatabase> NewDatabaseAsync() =>
        TestDatabase.CreateFromTemplateAsync(Name, admin => Migrator.MigrateAsync(Name, admin, Password, typeof(ProbeDb).Assembly));

    /// <param name="database">Where its rows are; two services may share one, as two replicas do.</param>
    /// <param name="configure">What the test adds, such as messaging.</param>
    /// <param name="runsJobs">Whether this replica takes jobs up.</param>
    public static async Task<ProbeService> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? configure = null, bool runsJobs = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Configuration["ConnectionStrings:database"] = database.ServiceConnectionString;
        builder.Configuration["Database:Password"] = Password;
        builder.Configuration["Database:MaxPoolSize"] = "12";
        builder.Configuration["Tokens:PublicKey"] = Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo());
        builder.AddServiceDefaults<ProbeDb>(Name);
        builder.Services.AddSingleton<Gates>();
        if (runsJobs)
        {
            builder.Services.AddJob<CountingJob>(CountingJob.Kind);
        }

        configure?.Invoke(builder);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseServiceDefaults();
        app.MapProbe();
        await app.StartAsync();
        return new(app);
    }

    public static Caller CallerOf(string? scope, params string[] permissions) => new(
        Guid.CreateVersion7(), "tester", "test", PermissionSet.Of(permissions), LevelScope.TryParse(scope, out var parsed) ? parsed : null, Guid.CreateVersion7());

    public HttpClient Anonymous() => new() { BaseAddress = new Uri(app.Urls.Single()) };

    public HttpClient As(string? scope) => As(CallerOf(scope, "probe.*"));

    public HttpClient As(Caller caller)
    {
        var client = Anonymous();
        var token = Tokens.Issue(caller, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>What the superuser sees and does: row security does not bind him.</summary>
internal static class Superuser
{
    public static async Task<long> CountAsync(this TestDatabase database, string sql, params object?[] values) =>
        Convert.ToInt64(await database.ScalarAsync(sql, values), System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<object?> ScalarAsync(this TestDatabase database, string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.With(values).ExecuteScalarAsync();
    }

    public static async Task<int> ExecuteAsync(this TestDatabase database, string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.With(values).ExecuteNonQueryAsync();
    }
}

/// <summary>One database and one replica for a class of tests.</summary>
public sealed class ProbeFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public ProbeService Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await ProbeService.NewDatabaseAsync();
        Service = await ProbeService.StartAsync(Database);
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
    }
}
