using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Npgsql;
using PartyCloud.AppHost.Local;
using PartyCloud.Assessment.Storage;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Running;

/// <summary>
/// What is measured: PostgreSQL, RabbitMQ and the services as processes, as the local engine starts them, with the sample data in place. The servers are as durable as in
/// production.
/// </summary>
internal sealed class BenchSystem : IAsyncDisposable
{
    public const string Postgres = "postgres";

    public const string Organizations = "organizations", Members = "members", Assessment = "assessment", Gateway = "gateway";

    // Assessment's measure runs its code in this process; the others are asked from outside.
    private static readonly Topology Parts = new Topology()
        .Postgres("postgres")
        .RabbitMq("broker")
        .Service(Organizations, "services/Organizations/Organizations")
        .Service(Members, "services/Members/Members", keepsPersonalData: true)
        .Gateway(Gateway, "gateway/Gateway", port: 8080, routesTo: [Organizations, Members]);

    private readonly LocalSystem system;
    private readonly string? ownFolder;

    private BenchSystem(LocalSystem system, Options options, string? ownFolder, int webhookPort)
    {
        (this.system, Options, this.ownFolder, WebhookPort) = (system, options, ownFolder, webhookPort);
        Caller = new(Guid.CreateVersion7(), "benchmark", "benchmark", PermissionSet.Of("*"), LevelScope.Everything, Guid.CreateVersion7());
        Token = InternalTokens.FromPrivateKey(system.Secrets.TokenPrivateKey).Issue(Caller, TimeProvider.System.GetUtcNow().AddSeconds(-5), TimeSpan.FromDays(1));
    }

    public Options Options { get; }

    /// <summary>Reaches the whole installation, so the policies are in force and let all rows through.</summary>
    public Caller Caller { get; }

    /// <summary>The caller's, as the gateway would hand it on.</summary>
    public string Token { get; }

    /// <summary>To which port of the loopback the gateway may send webhooks.</summary>
    public int WebhookPort { get; }

    public string AdminPassword => system.Secrets.AdminPassword;

    public Uri BrokerAddress => system.BrokerAddress;

    public static async Task<BenchSystem> StartAsync(Options options, Action<string> say, CancellationToken cancel)
    {
        var ownFolder = options.Data is null ? Directory.CreateTempSubdirectory("partycloud-benchmarks-").FullName : null;
        var webhookPort = FreePort();
        BenchSystem? started = null;
        try
        {
            var system = await LocalSystem.StartAsync(
                new LocalSystemOptions
                {
                    DataDirectory = options.Data ?? ownFolder!,
                    Topology = Parts,
                    Settings = new Dictionary<string, string>
                    {
                        ["RateLimits__Session__PerSecond"] = "0",
                        ["Webhooks__Targets__0__Host"] = "127.0.0.1",
                        ["Webhooks__Targets__0__Port"] = $"{webhookPort}",
                        ["Webhooks__Targets__0__Http"] = "true",
                        ["Webhooks__Targets__0__Networks__0"] = "127.0.0.1/32",
                    },
                    Say = say,
                },
                cancel);
            started = new BenchSystem(system, options, ownFolder, webhookPort);
            await started.PrepareAsync(say, cancel);
            return started;
        }
        catch
        {
            await (started?.DisposeAsync() ?? Remove(ownFolder));
            throw;
        }
    }

    public Uri AddressOf(string service) => system.AddressOf(service);

    public static int FreePort() => Ports.Free(1)[0];

    /// <summary>How a part was started, with which settings and in which folder.</summary>
    public async Task<(string[] Command, Dictionary<string, string> Environment, string Folder)> CommandOfAsync(string part, CancellationToken cancel)
    {
        var folder = $"/proc/{ProcessIdOf(part)}";
        return (
            Split(await File.ReadAllTextAsync($"{folder}/cmdline", cancel)),
            Split(await File.ReadAllTextAsync($"{folder}/environ", cancel)).Select(entry => entry.Split('=', 2)).ToDictionary(entry => entry[0], entry => entry[1]),
            Directory.ResolveLinkTarget($"{folder}/cwd", returnFinalTarget: false)!.FullName);

        static string[] Split(string text) => text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The superuser's way in.</summary>
    public NpgsqlConnectionStringBuilder Admin(string database) => new(system.AdminConnectionString(database));

    /// <summary>A service's own way in: <c>app</c> is held to a scope by row security, <c>system</c> is not.</summary>
    public NpgsqlConnectionStringBuilder Role(string service, string role) => new(system.AdminConnectionString(service))
    {
        Username = $"{service}_{role}",
        Password = service == Assessment ? AssessmentPassword : system.Secrets.DatabasePasswords[service],
    };

    public HttpClient Client(string service)
    {
        var client = new HttpClient { BaseAddress = AddressOf(service), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    public Wrk Http(string service, string path) => new(AddressOf(service), Token, path) { ProcessorTimes = () => (ProcessorTimeOf(service), ProcessorTimeOf(Postgres)) };

    /// <summary>Nobody but what is measured works between the two.</summary>
    public Task StopAsync(string part) => system.StopAsync(part);

    public Task StartAsync(string part, CancellationToken cancel) => system.StartAsync(part, cancel);

    /// <summary>Bytes of memory that a part's process holds now.</summary>
    public long MemoryOf(string part)
    {
        using var process = Process.GetProcessById(ProcessIdOf(part));
        return process.WorkingSet64;
    }

    /// <summary>Processor time that a part has taken so far; of the database server with all its sessions, those that have ended too.</summary>
    public TimeSpan ProcessorTimeOf(string part)
    {
        var pid = $"{ProcessIdOf(part)}";
        return part == Postgres
            ? File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(pid).Aggregate(TimeSpan.Zero, (sum, id) => sum + TicksOf(id, id == pid))
            : TicksOf(pid, false);
    }

    public async Task<long> CountAsync(string database, string sql, CancellationToken cancel, params object[] values)
    {
        await using var connection = await OpenAsync(Admin(database), cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.With(values).ExecuteScalarAsync(cancel))!;
    }

    public async Task ExecuteAsync(string database, string sql, CancellationToken cancel, params object[] values)
    {
        await using var connection = await OpenAsync(Admin(database), cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.With(values).ExecuteNonQueryAsync(cancel);
    }

    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder role, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(role.ConnectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        await Remove(ownFolder);
    }

    private string AssessmentPassword => system.Secrets.DatabasePasswords[Members];

    // proc(5): user and system time, and the same of children that were waited for, in hundredths of a second.
    private static TimeSpan TicksOf(string pid, bool withEndedChildren)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return TimeSpan.FromMilliseconds(
                10 * stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(withEndedChildren ? 4 : 2).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return TimeSpan.Zero; // it has just ended
        }
    }

    private int ProcessIdOf(string part) => system.ProcessIdOf(part) ?? throw new InvalidOperationException($"{part} does not run.");

    private async Task PrepareAsync(Action<string> say, CancellationToken cancel)
    {
        // The lag of events is reckoned to the moment of the consumer's commit, which the server notes only when told to.
        await ExecuteAsync("postgres", "alter system set track_commit_timestamp = on", cancel);
        NpgsqlConnection.ClearAllPools();
        await system.RestartAsync(Postgres, cancel);
        await system.WaitHealthyAsync(cancel);
        await Migrator.MigrateAsync(Assessment, system.AdminConnectionString(Assessment), AssessmentPassword, typeof(OrganizationReplica).Assembly, typeof(AssessmentDb).Assembly);
        await SampleData.LoadAsync(this, say, cancel);
    }

    private static ValueTask Remove(string? folder)
    {
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
