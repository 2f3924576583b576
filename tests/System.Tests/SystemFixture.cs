using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>The whole system once for all tests of the project: it takes longer to start than most of them to run.</summary>
[CollectionDefinition(Name)]
public sealed class SystemFixture : ICollectionFixture<SystemFixture>, IAsyncLifetime, IDisposable
{
    public const string Name = "system";

    /// <summary>Long enough for a busy machine; a condition that holds ends the wait at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly string _folder = Directory.CreateTempSubdirectory("partycloud-system-").FullName;
    private LocalSystem? _system;
    private Portal? _portal;
    private Inspector? _inspector;

    /// <summary>Where the system keeps everything.</summary>
    public string Folder => _folder;

    public LocalSystem System => _system ?? throw new InvalidOperationException("The system has not started.");

    /// <summary>The first administrator at the gateway.</summary>
    internal Portal Portal => _portal ?? throw new InvalidOperationException("The system has not started.");

    /// <summary>Looks behind the gateway, where the tests prove that nothing was lost.</summary>
    internal Inspector Inspector => _inspector ?? throw new InvalidOperationException("The system has not started.");

    public async Task InitializeAsync()
    {
        _system = await LocalSystem.StartAsync(new LocalSystemOptions { DataDirectory = _folder, Topology = AppHost.Program.Topology, Durable = true });
        _portal = new Portal(_system.GatewayAddress, "admin", _system.Secrets.AdminPassword);
        _inspector = new Inspector(_system, _portal);
        await _inspector.ConsumersAreFilledAsync();
    }

    public async Task DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        _portal?.Dispose();
        _inspector?.Dispose();
    }

    /// <summary>Waits with the patience that fits a whole system.</summary>
    internal static Task Passes(Func<Task> assertions) => Eventually.Passes(assertions, Patience);
}
