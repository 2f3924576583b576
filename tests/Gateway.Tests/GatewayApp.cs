using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>The gateway on Kestrel and a fresh database, with services behind it that echo what they are handed.</summary>
public class GatewayApp : IAsyncLifetime
{
    public const string AdminPassword = "First-Password-1";
    public const string Password = "Correct-Horse-7";

    private static readonly string[] ServiceNames = ["organizations", "members", "assessment", "pairing"];

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private TestDatabase? database;
    private WebApplicationFactory<SignInRequest>? factory;
    private WebApplicationFactory<SignInRequest>? replica;
    private int accounts;

    public TestClock Clock { get; } = new();

    public Dictionary<string, EchoService> Behind { get; } = [];

    public TestDatabase Database => database!;

    public IServiceProvider Services => factory!.Services;

    public string PublicKey => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    public InternalTokens Tokens => InternalTokens.FromPrivateKey(Convert.ToBase64String(key.ExportPkcs8PrivateKey()));

    /// <summary>Settings that differ from those delivered.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings =>
    [
        ("RateLimits:Anonymous:PerSecond", "0"), ("RateLimits:SignInByAddress:PerSecond", "0"), ("RateLimits:SignInByAccount:PerSecond", "0"),
        ("RateLimits:Plans:narrow:PerSecond", "0.001"), ("RateLimits:Plans:narrow:Burst", "3"),
    ];

    protected virtual bool WithBroker => false;

    /// <summary>The first administrator's, as the operator gives it; with null the set-up page asks for it.</summary>
    protected virtual string? FirstPassword => AdminPassword;

    public virtual async Task InitializeAsync()
    {
        foreach (var name in ServiceNames)
        {
            Behind[name] = await EchoService.StartAsync(name);
        }

        database = await TestDatabase.CreateFromTemplateAsync("gateway", admin =>
            Migrator.MigrateAsync("gateway", admin, "test-only", typeof(OrganizationReplica).Assembly, typeof(GatewayDb).Assembly));
        var broker = WithBroker ? (await TestServers.BrokerAsync()).ToString() : "amqp://none:none@127.0.0.1:1/";
        factory = Start(broker);
        if (FirstPassword is not null)
        {
            await Eventually.Holds(async () => (await SignInAsync(FirstAdministrator.UserName, FirstPassword)).StatusCode == HttpStatusCode.OK);
        }
    }

    public virtual async Task DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (replica is not null)
        {
            await replica.DisposeAsync();
        }

        await factory!.DisposeAsync();
        foreach (var echo in Behind.Values)
        {
            await echo.DisposeAsync();
        }

        await database!.DisposeAsync();
        key.Dispose();
    }

    /// <summary>Another gateway on the same database, as operators run several.</summary>
    public Uri Replica => (replica ??= Start("amqp://none:none@127.0.0.1:1/")).ClientOptions.BaseAddress;

    private WebApplicationFactory<SignInRequest> Start(string broker)
    {
        var made = new WebApplicationFactory<SignInRequest>().WithWebHostBuilder(host =>
        {
            host.UseContentRoot(AppContext.BaseDirectory);
            host.UseSetting("urls", "http://127.0.0.1:0");
            foreach (var (name, value) in SettingsWith(broker))
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services =>
            {
                if (!WithBroker)
                {
                    foreach (var resting in services.Where(IsMessaging).ToList())
                    {
                        services.Remove(resting);
                    }
                }

                // Slow on purpose where it counts; here it would be most of the time.
                services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000);
                services.RemoveAll<TimeProvider>();
                services.AddSingleton<TimeProvider>(Clock);
                Configure(services);
            });
        });
        made.UseKestrel();
        made.StartServer();
        return made;
    }

    /// <summary>All that a gateway is told, wherever it runs.</summary>
    protected IReadOnlyList<(string Name, string? Value)> SettingsWith(string broker) =>
    [
        ("ConnectionStrings:database", Database.ServiceConnectionString), ("ConnectionStrings:broker", broker), ("Database:Password", "test-only"), ("Tokens:PublicKey", PublicKey),
        ("Tokens:PrivateKey", Convert.ToBase64String(key.ExportPkcs8PrivateKey())), ("AppKeys:Current", "1"), ("AppKeys:1", Convert.ToBase64String(new byte[32])),
        (FirstAdministrator.Setting, FirstPassword), ("Logging:LogLevel:Default", "Warning"),
        .. Behind.Select(service => ($"ReverseProxy:Clusters:{service.Key}:Destinations:one:Address", (string?)service.Value.Address)), .. Settings.Select(setting => (setting.Name, (string?)setting.Value)),
    ];

    /// <summary>What a fixture changes in the gateway besides: nothing, as a rule.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A plain client: the factory's own holds bodies in memory, to send them again after a redirect. Where the gateway sends people is none of its pages.</summary>
    public HttpClient Anonymous() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = factory!.ClientOptions.BaseAddress };

    public HttpClient With(string accessToken, Guid? postId = null)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        if (postId is not null)
        {
            client.DefaultRequestHeaders.Add("X-Post", postId.ToString());
        }

        return client;
    }

    public async Task<HttpResponseMessage> SignInAsync(string userName, string password, string? code = null) =>
        await Anonymous().PostAsJsonAsync("/api/v1/auth/token", new SignInRequest(userName, password, code), Wire.Json);

    public async Task<TokenResponse> TokensOfAsync(string userName, string password = Password, string? code = null) =>
        await (await SignInAsync(userName, password, code)).Read<TokenResponse>();

    /// <summary>The first administrator: for the business, as he is when he names no post, or for the accounts.</summary>
    public async Task<HttpClient> AdminAsync(string role = "securityAdmin")
    {
        var client = With((await TokensOfAsync(FirstAdministrator.UserName, AdminPassword)).AccessToken);
        var me = await (await client.GetAsync("/api/v1/me")).Read<MeResponse>();
        client.DefaultRequestHeaders.Add("X-Post", me.Posts.Single(post => post.Role == role).Id.ToString());
        return client;
    }

    /// <summary>An account with posts, made by the first administrator; its password is <see cref="Password"/>.</summary>
    public async Task<AccountResponse> HasAccountAsync(params (string Role, Guid? OrganizationId)[] posts)
    {
        using var admin = await AdminAsync();
        var name = $"person{Interlocked.Increment(ref accounts)}";
        var created = await (await admin.PostAsJsonAsync(
            "/api/v1/accounts", new CreateAccountRequest(name, Password, MustChangePassword: false), Wire.Json)).Read<AccountResponse>(HttpStatusCode.Created);
        foreach (var (role, organization) in posts)
        {
            await (await admin.PostAsJsonAsync($"/api/v1/accounts/{created.Id}/posts", new GrantPostRequest(role, organization), Wire.Json))
                .Read<PostResponse>(HttpStatusCode.Created);
        }

        return await (await admin.GetAsync($"/api/v1/accounts/{created.Id}")).Read<AccountResponse>();
    }

    /// <summary>A signed-in person who holds these posts.</summary>
    public async Task<HttpClient> AsAsync(params (string Role, Guid? OrganizationId)[] posts) =>
        With((await TokensOfAsync((await HasAccountAsync(posts)).UserName)).AccessToken);

    /// <summary>The tree's owner has said that this organization is there.</summary>
    public async Task<Guid> HasOrganizationAsync(string levelCode)
    {
        var id = Guid.CreateVersion7(Clock.GetUtcNow());
        await TellAsync(State(id, 1, levelCode));
        return id;
    }

    public static OrganizationState State(Guid id, int version, string levelCode, OrganizationStatus status = OrganizationStatus.Active) => new(
        id, version, $"c{id:N}", levelCode, $"sample {levelCode}", OrganizationKind.Committee, "village", null, null, status, null);

    public async Task TellAsync(OrganizationState state)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<SystemDb<GatewayDb>>().Create();
        await scope.ServiceProvider.GetRequiredService<OnOrganizationState<GatewayDb>>().HandleAsync([state], db, default);
        await db.SaveChangesAsync();
    }

    /// <summary>Who the services are told it is.</summary>
    public async Task<Caller> HandedOnAsync(HttpClient client)
    {
        var echo = await (await client.GetAsync("/api/v1/organizations")).Read<Echo>();
        var (caller, _, failure) = await InternalTokens.FromPublicKeys(PublicKey).ValidateAsync(echo.Header("Authorization")!["Bearer ".Length..], Clock);
        Assert.Null(failure);
        return caller!;
    }

    /// <summary>Reads as the superuser.</summary>
    public async Task<List<string>> TextsAsync(string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.With(values).ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Time passes.</summary>
    public void Later(TimeSpan time) => Clock.Set(Clock.GetUtcNow() + time);

    private static bool IsMessaging(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && !service.IsKeyedService
        && (service.ImplementationType?.FullName ?? service.ImplementationFactory?.Method.DeclaringType?.FullName ?? "") is { } name
        && (name.StartsWith("MassTransit", StringComparison.Ordinal) || name.Contains(".Messaging.", StringComparison.Ordinal));
}

/// <summary>One gateway for all the tests that can share it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGateway : ICollectionFixture<GatewayApp>
{
    public const string Name = "gateway";
}
