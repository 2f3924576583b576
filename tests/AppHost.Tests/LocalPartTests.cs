using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.AppHost.Tests;

public sealed class LocalPartTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("partycloud-part-").FullName;
    private LocalDirectory _directory = null!;

    public async Task InitializeAsync() => _directory = await LocalDirectory.OpenAsync(_root);

    public Task DisposeAsync()
    {
        _directory.Dispose();
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_part_that_does_not_start_is_named_with_the_end_of_its_log()
    {
        var part = Shell("echo no disk left >&2; exit 3", isReady: false);

        var failure = await Assert.ThrowsAsync<PartFailedException>(() => part.StartAsync());

        Assert.Equal("shell", failure.Part);
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no disk left", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_dies_is_told_and_one_that_is_stopped_is_not()
    {
        var deaths = 0;
        var part = Shell("sleep 600", isReady: true);
        part.Died += (_, _) => Interlocked.Increment(ref deaths);

        await part.StartAsync();
        await part.StopAsync();
        await part.StartAsync();
        await part.KillAsync();
        Assert.Equal(0, deaths);

        await part.StartAsync();
        using (var process = System.Diagnostics.Process.GetProcessById(part.ProcessId!.Value))
        {
            process.Kill();
        }

        await Eventually.Holds(() => deaths == 1, what: "The death of the part being told");
    }

    [Fact]
    public async Task A_part_that_will_not_stop_is_ended_at_its_limit()
    {
        var part = Shell("trap '' TERM; while :; do sleep 0.1; done", isReady: true, new StopManner(ProcessRecord.Terminate, 0, 1));

        await part.StartAsync();
        await part.StopAsync();

        Assert.False(part.IsRunning);
    }

    private LocalPart Shell(string script, bool isReady, StopManner? stop = null) =>
        new(_directory, new PartSpec("shell", stop ?? StopManner.Service, ["sh", "-c", script], DotNet.InheritedEnvironment())
        {
            IsReady = _ => Task.FromResult(isReady),
        });
}
