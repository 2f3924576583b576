using System.Globalization;

namespace PartyCloud.AppHost.Local;

/// <summary>A private PostgreSQL 15 server on loopback, from Debian's own package. Chinese sorts by pinyin in it.</summary>
public sealed class LocalPostgres
{
    public const string User = "postgres";
    private readonly string _password;

    private LocalPostgres(LocalPart part, int port, string password)
    {
        (Part, Port, _password) = (part, port, password);
    }

    public LocalPart Part { get; }

    public int Port { get; }

    /// <summary>The server without a database and without a user, as the services are told it.</summary>
    public string Address => $"Host=127.0.0.1;Port={Port}";

    /// <summary>The superuser's connection, to complete with <c>;Database=</c>.</summary>
    public string AdminConnection => $"{Address};Username={User};Password={_password}";

    /// <summary>Starts the server in the folder, which is filled at the first start.</summary>
    /// <param name="directory">Where its data, log and pid are kept.</param>
    /// <param name="password">The superuser's; taken at the first start and kept from then on.</param>
    /// <param name="durable">False only for tests: a power cut may then cost the database; a killed server still loses no commit.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<LocalPostgres> StartAsync(LocalDirectory directory, string password, bool durable, CancellationToken cancel = default)
    {
        var postgres = Prepare(directory, password, durable);
        await postgres.Part.StartAsync(cancel);
        return postgres;
    }

    internal static LocalPostgres Prepare(LocalDirectory directory, string password, bool durable)
    {
        var bin = FindBin();
        var user = new RunAs(User);
        var home = directory.Own("postgres", user);
        var data = Path.Combine(home, "data");
        var environment = DotNet.InheritedEnvironment();
        environment["HOME"] = home;

        if (!File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            Initialize(bin, user, home, data, password);
        }

        var port = Ports.Free();
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "max_connections=300",
            .. Sizes(), "random_page_cost=1.1", "jit=off", "wal_compression=lz4", "max_wal_size=2GB",
            "log_line_prefix=%m [%p] %d ", "log_min_duration_statement=5s", "log_checkpoints=off", "logging_collector=off",
            .. durable ? Array.Empty<string>() : ["fsync=off", "full_page_writes=off"],
        ];
        var part = new LocalPart(directory, new PartSpec(
            "postgres",
            StopManner.Database,
            user.Wrap([Path.Combine(bin, "postgres"), "-D", data, .. settings.SelectMany(setting => (string[])["-c", setting])]),
            environment)
        {
            BeforeStart = async cancel =>
            {
                RemoveStalePidFile(data);
                await SessionsGoneAsync(data, cancel);
            },
            IsReady = _ => Task.FromResult(Commands.TryRun(Path.Combine(bin, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)) == 0),
        });
        return new LocalPostgres(part, port, password);
    }

    private static void Initialize(string bin, RunAs user, string home, string data, string password)
    {
        // A folder without PG_VERSION is a first start that was cut off.
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        var passwordFile = Path.Combine(home, "password");
        SecretFile.Write(passwordFile, password);
        try
        {
            user.TakeOver(home);
            Commands.Run(user.Wrap(
                Path.Combine(bin, "initdb"), "-D", data, "-U", User, "--auth=scram-sha-256", "--pwfile=" + passwordFile,
                "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-Hans-CN"));
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// <summary>
    /// A postmaster.pid that outlived its server keeps a new one from starting when the pid has been given to
    /// somebody else. A server that really runs here and is not in our records was started by hand: not ours to stop.
    /// </summary>
    private static void RemoveStalePidFile(string data)
    {
        var file = Path.Combine(data, "postmaster.pid");
        if (!File.Exists(file))
        {
            return;
        }

        var pid = File.ReadLines(file).FirstOrDefault();
        var seenByServer = $"/proc/{pid}/cwd/postmaster.pid"; // a server works in its data folder
        if (File.Exists(seenByServer) && File.ReadAllText(seenByServer) == File.ReadAllText(file))
        {
            throw new InvalidOperationException($"A PostgreSQL server that this program did not start (process {pid}) is running on {data}. Stop it first.");
        }

        File.Delete(file);
    }

    /// <summary>The sessions of a server that was killed end by themselves a moment later; until then no new one may start.</summary>
    private static async Task SessionsGoneAsync(string data, CancellationToken cancel)
    {
        while (Directory.GetDirectories("/proc").Any(process => WorksIn(process, data)))
        {
            await Task.Delay(50, cancel);
        }
    }

    private static bool WorksIn(string process, string folder)
    {
        try
        {
            return new DirectoryInfo(process + "/cwd").LinkTarget == folder;
        }
        catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A thirty-second of the memory for its buffers: five services, a broker and the pages' cache want theirs.</summary>
    private static string[] Sizes()
    {
        var megabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);
        return
        [
            $"shared_buffers={Math.Clamp(megabytes / 32, 128, 1024)}MB",
            $"effective_cache_size={Math.Max(256, megabytes / 3)}MB",
            $"maintenance_work_mem={Math.Clamp(megabytes / 64, 64, 512)}MB",
            "work_mem=16MB",
        ];
    }

    private static string FindBin() =>
        (Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .OrderByDescending(folder => double.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Select(folder => Path.Combine(folder, "bin")).FirstOrDefault()
            : null)
        ?? throw new ServerMissingException("PostgreSQL", "postgresql-15 postgresql-contrib");
}

/// <summary>A server that the system needs is not installed.</summary>
public sealed class ServerMissingException(string server, string packages)
    : Exception($"{server} is not installed. As root: apt-get install -y {packages}");
