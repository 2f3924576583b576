using PartyCloud.AppHost.Local;

namespace PartyCloud.SystemTests;

/// <summary>A sandbox with two replicas of every part.</summary>
[CollectionDefinition(Name)]
public sealed class SandboxFixture : ICollectionFixture<SandboxFixture>, IAsyncLifetime
{
    public const string Name = "sandbox";

    private readonly string _folder = Directory.CreateTempSubdirectory("partycloud-sandbox-").FullName;
    private LocalSystem? _system;

    /// <summary>Where the system keeps everything.</summary>
    public string Folder => _folder;

    public LocalSystem System => _system ?? throw new InvalidOperationException("The system has not started.");

    public async Task InitializeAsync() =>
        _system = await LocalSystem.StartAsync(new LocalSystemOptions { DataDirectory = _folder, Topology = AppHost.Program.Topology, Replicas = 2, Sandbox = true });

    public async Task DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
