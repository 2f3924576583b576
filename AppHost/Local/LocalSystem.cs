using System.Collections.Concurrent;
using System.Text.Json;

namespace PartyCloud.AppHost.Local;

/// <summary>How a local run is to be.</summary>
public sealed record LocalSystemOptions
{
    /// <summary>Holds everything the run owns; a second start on it goes on where the first ended.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>What to run: <c>PartyCloud.AppHost.Program.Topology</c>.</summary>
    public required Topology Topology { get; init; }

    /// <summary>Of the gateway; a free one when null.</summary>
    public int? Port { get; init; }

    /// <summary>False only for tests: a power cut may then cost the databases. A killed process never does.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Start a part again that ended by itself. Off for tests, which do that when they choose.</summary>
    public bool RestartParts { get; init; }

    /// <summary>An installation for portals' developers, who may ask it for faults and for another date.</summary>
    public bool Sandbox { get; init; }

    /// <summary>
    /// How many processes of each service and of the gateway there are: <c>members</c>, <c>members-2</c> and so on. The gateway's are for a balancer before
    /// them. One that is asked to stop serves on for some seconds.
    /// </summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The password of the first administrator; a strong one is made without it.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>The folder of the published parts, a folder per project; the projects' own bin folders when null.</summary>
    public string? Binaries { get; init; }

    public bool Dashboard { get; init; }

    /// <summary>Settings handed to every service on top of ours, by the name of the environment variable.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Told what happens, a line at a time.</summary>
    public Action<string> Say { get; init; } = _ => { };
}

/// <summary>
/// The whole system without containers: a private PostgreSQL, a private RabbitMQ and one process per service, each
/// with its settings in its environment. Every part can be killed, stopped and started again by its name.
/// </summary>
public sealed class LocalSystem : IAsyncDisposable
{
    /// <summary>A part that dies this often without settling in between stays down, and the system with it.</summary>
    private const int MostDeaths = 5;

    /// <summary>Of several replicas, one that leaves serves on until the gateway, which asks every other second, has seen that it does.</summary>
    private static readonly TimeSpan LeaveIn = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(10);

    private readonly LocalDirectory _directory;
    private readonly LocalSystemOptions _options;
    private readonly LocalPostgres _postgres;
    private readonly LocalRabbitMq _broker;
    private readonly List<LocalPart> _parts;
    private readonly Dictionary<string, Uri> _addresses;
    private readonly ConcurrentDictionary<string, int> _deaths = [];
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _isUp;
    private readonly TaskCompletionSource<PartFailedException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalSystem(LocalDirectory directory, LocalSystemOptions options, LocalSecrets secrets, bool firstRun, LocalDashboard? dashboard)
    {
        (_directory, _options, Secrets, IsFirstRun, Dashboard) = (directory, options, secrets, firstRun, dashboard);
        _postgres = LocalPostgres.Prepare(directory, secrets.PostgresPassword, options.Durable);
        _broker = LocalRabbitMq.Prepare(directory, secrets.Broker);

        var services = options.Topology.Services;
        var replicas = Replicas().ToList();
        var ports = Ports.Free(replicas.Count);
        _addresses = replicas.Zip(ports).ToDictionary(
            pair => pair.First.Service.PartName(pair.First.Number),
            pair => new Uri($"http://127.0.0.1:{(pair.First is { Service.IsGateway: true, Number: 1 } ? options.Port ?? pair.Second : pair.Second)}"));
        GatewayAddress = _addresses[services.Single(service => service.IsGateway).Name];

        _parts = [_postgres.Part, _broker.PortMapper, _broker.Part];
        if (Dashboard is not null)
        {
            _parts.Add(Dashboard.Part);
        }

        _parts.AddRange(replicas.Select(replica => Part(replica.Service, replica.Number)));
        _parts.ForEach(part => part.Died += OnDied);
    }

    /// <summary>Where people and portals reach the system.</summary>
    public Uri GatewayAddress { get; }

    public LocalSecrets Secrets { get; }

    /// <summary>True when this start made the secrets, so that they are new to everybody.</summary>
    public bool IsFirstRun { get; }

    public LocalDashboard? Dashboard { get; }

    public Uri BrokerAddress => _broker.Address;

    public Uri BrokerMeasuresAddress => new($"http://127.0.0.1:{_broker.MeasuresPort}");

    public Uri BrokerManagementAddress => new($"http://127.0.0.1:{_broker.ManagementPort}");

    /// <summary>The names by which the parts are stopped, killed and started.</summary>
    public IReadOnlyList<string> Parts => [.. _parts.Select(part => part.Name)];

    /// <summary>Completes when a part ended by itself and was not to be, or could not be, started again.</summary>
    public Task<PartFailedException> Failed => _failed.Task;

    /// <summary>Starts everything and returns when everything is healthy; when anything fails, stops what it started.</summary>
    /// <exception cref="PartFailedException">Names the part that did not start, with the end of its log.</exception>
    public static async Task<LocalSystem> StartAsync(LocalSystemOptions options, CancellationToken cancel = default)
    {
        var directory = await LocalDirectory.OpenAsync(options.DataDirectory, cancel);
        LocalSystem? system = null;
        try
        {
            if (options.Port is { } port && !Ports.IsFree(port))
            {
                throw new InvalidOperationException($"Port {port} is taken. Name another with --port.");
            }

            directory.Guard();
            var firstRun = !File.Exists(directory.SecretsFile);
            var secrets = LocalSecrets.Open(directory.SecretsFile, options.Topology, options.AdminPassword);
            var dashboard = options.Dashboard ? await LocalDashboard.PrepareAsync(directory, options.Say, cancel) : null;
            system = new LocalSystem(directory, options, secrets, firstRun, dashboard);
            await system.StartPartsAsync(cancel);
            return system;
        }
        catch
        {
            if (system is not null)
            {
                await system.DisposeAsync();
            }

            directory.Dispose();
            throw;
        }
    }

    /// <summary>Of a service's replica, by the name of its part.</summary>
    public Uri AddressOf(string part) => _addresses[part];

    /// <summary>The superuser's connection to a database, for tests that compare what the services hold.</summary>
    public string AdminConnectionString(string database) => $"{_postgres.AdminConnection};Database={database}";

    public bool IsRunning(string part) => Find(part).IsRunning;

    /// <summary>Of a part that runs, to look at its memory.</summary>
    public int? ProcessIdOf(string part) => Find(part).ProcessId;

    /// <summary>kill -9.</summary>
    public Task KillAsync(string part) => Find(part).KillAsync();

    /// <summary>SIGTERM, and the time to finish.</summary>
    public Task StopAsync(string part) => Find(part).StopAsync();

    /// <summary>Starts a part that was stopped, killed or died, on its old port, and returns when it is healthy.</summary>
    public Task StartAsync(string part, CancellationToken cancel = default) => Find(part).StartAsync(cancel);

    /// <summary>Stops a part if it runs, starts it and returns when it is healthy.</summary>
    public async Task RestartAsync(string part, CancellationToken cancel = default)
    {
        await Find(part).StopAsync();
        await Find(part).StartAsync(cancel);
    }

    /// <summary>Returns when every part that runs is healthy.</summary>
    public Task WaitHealthyAsync(CancellationToken cancel = default) =>
        Task.WhenAll(_parts.Where(part => part.IsRunning).Select(part => part.WaitReadyAsync(cancel)));

    /// <summary>The last lines that a part wrote.</summary>
    public string Logs(string part, int lines = 50) => Find(part).Tail(lines);

    /// <summary>Stops all parts in order: the gateway first, the database last.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            foreach (var group in _parts.GroupBy(part => part.Stop.Order).OrderBy(group => group.Key))
            {
                await Task.WhenAll(group.Select(part => part.StopAsync()));
            }

            _directory.Dispose();
            _stopping.Dispose();
        }
    }

    private async Task StartPartsAsync(CancellationToken cancel)
    {
        // The broker takes the longest; meanwhile the databases are prepared, one after another as they share templates.
        _options.Say("Starting PostgreSQL and RabbitMQ");
        var broker = StartBrokerAsync(cancel);
        var dashboard = Dashboard?.Part.StartAsync(cancel) ?? Task.CompletedTask;
        var databases = PrepareDatabasesAsync(cancel);
        await Task.WhenAll(broker, dashboard, databases);

        _options.Say("Starting " + string.Join(", ", _options.Topology.Services.Select(service => service.Name)));
        await Task.WhenAll(_addresses.Keys.Select(async name =>
        {
            await Find(name).StartAsync(cancel);
            _options.Say($"  {name} is healthy");
        }));
        WriteTargets();
        _isUp = true;
    }

    /// <summary>Tells those who watch the system (deploy/observability/run) where its parts are this time.</summary>
    private void WriteTargets()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Root, "monitoring")).FullName;
        Write("partycloud", Replicas().Select(replica => (_addresses[replica.Service.PartName(replica.Number)].Authority, replica.Service.Name)));
        Write("rabbitmq", [(BrokerMeasuresAddress.Authority, "rabbitmq")]);
        Write("postgresql", [($"127.0.0.1:{_postgres.Port}", "postgresql")]);

        void Write(string name, IEnumerable<(string Target, string Service)> targets) => File.WriteAllText(
            Path.Combine(folder, name + ".json"),
            JsonSerializer.Serialize(targets.Select(target => new { targets = new[] { target.Target }, labels = new { service = target.Service } })));
    }

    private async Task StartBrokerAsync(CancellationToken cancel)
    {
        await _broker.PortMapper.StartAsync(cancel);
        await _broker.Part.StartAsync(cancel);
        _options.Say("  RabbitMQ is ready");
    }

    private async Task PrepareDatabasesAsync(CancellationToken cancel)
    {
        await _postgres.Part.StartAsync(cancel);
        _options.Say("  PostgreSQL is ready");
        foreach (var service in _options.Topology.Services)
        {
            _options.Say($"  Preparing the database of {service.Name}");
            await MigrationOf(service).RunToEndAsync(cancel);
        }
    }

    private IEnumerable<(ServicePart Service, int Number)> Replicas() =>
        from service in _options.Topology.Services from number in Enumerable.Range(1, _options.Replicas) select (service, number);

    private LocalPart Part(ServicePart service, int number)
    {
        var name = service.PartName(number);
        var address = _addresses[name];
        var settings = Settings(service);
        settings["ASPNETCORE_URLS"] = address.ToString();
        return new LocalPart(_directory, new PartSpec(
            name,
            service.IsGateway ? StopManner.Gateway : StopManner.Service,
            DotNet.Run(AssemblyOf(service)),
            settings)
        {
            WorkingDirectory = DotNet.HomeOf(service.Project, _options.Binaries),
            IsReady = cancel => Health.IsHealthyAsync(address, cancel),
        });
    }

    private LocalPart MigrationOf(ServicePart service)
    {
        var settings = Settings(service);
        settings["ConnectionStrings__admin"] = AdminConnectionString(service.Database);
        return new LocalPart(_directory, new PartSpec(
            service.Name + "-migrate", StopManner.Service, DotNet.Run(AssemblyOf(service), "migrate"), settings)
        {
            WorkingDirectory = DotNet.HomeOf(service.Project, _options.Binaries),
        });
    }

    private string AssemblyOf(ServicePart service)
    {
        var path = DotNet.Find(service.Project, service.Assembly, _options.Binaries);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{service.Name} has not been built: no {path}.");
    }

    private Dictionary<string, string> Settings(ServicePart service)
    {
        var settings = DotNet.InheritedEnvironment();
        settings["ASPNETCORE_ENVIRONMENT"] = "Production";
        settings["ConnectionStrings__database"] = $"{_postgres.Address};Database={service.Database}";
        settings["ConnectionStrings__broker"] = _broker.Address.ToString();
        if (Dashboard is not null)
        {
            settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = Dashboard.OtlpAddress.ToString();
            settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            settings["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={Dashboard.OtlpKey}";
        }

        foreach (var (other, number) in Replicas().Where(replica => service.RoutesTo.Contains(replica.Service.Name)))
        {
            settings[ServicePart.RouteSetting(other.Name, number)] = _addresses[other.PartName(number)].ToString();
        }

        if (service.IsGateway)
        {
            settings["Operations__BrokerMeasures"] = BrokerMeasuresAddress.ToString();
        }

        if (_options.Sandbox)
        {
            settings["Sandbox__Enabled"] = "true";
        }

        if (_options.Replicas > 1)
        {
            settings["Hosting__LeaveIn"] = LeaveIn.ToString();
        }

        foreach (var (name, value) in Secrets.SettingsFor(service).Concat(_options.Settings))
        {
            settings[name] = value;
        }

        return settings;
    }

    private LocalPart Find(string name) =>
        _parts.Find(part => part.Name == name) ?? throw new ArgumentException($"No part is named {name}; there are {string.Join(", ", Parts)}.", nameof(name));

    private void OnDied(LocalPart part, int exitCode)
    {
        if (!_isUp || _stopping.IsCancellationRequested)
        {
            return; // whoever is starting it tells
        }

        var failure = new PartFailedException(part.Name, $"ended by itself with exit code {exitCode}", part.FailureTail());
        _options.Say(failure.Message);
        var deaths = _deaths.AddOrUpdate(part.Name, 1, (_, before) => part.Lifetime > SettledAfter ? 1 : before + 1);
        if (_options.RestartParts && deaths <= MostDeaths)
        {
            _ = StartAgainAsync(part, TimeSpan.FromSeconds(deaths));
        }
        else
        {
            _failed.TrySetResult(failure);
        }
    }

    private async Task StartAgainAsync(LocalPart part, TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _stopping.Token);
            await part.StartAsync(_stopping.Token);
            _options.Say($"{part.Name} has been started again and is healthy");
        }
        catch (OperationCanceledException)
        {
            // The system is being stopped.
        }
        catch (PartFailedException failure) when (part.IsRunning)
        {
            _options.Say(failure.Message);
        }
        catch (PartFailedException)
        {
            // It died once more, and that has been counted and told.
        }
    }
}
