using System.Diagnostics;
using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost.Tests;

public sealed class LocalDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("partycloud-apphost-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Only_one_run_has_the_folder_at_a_time()
    {
        using (await LocalDirectory.OpenAsync(_root))
        {
            await Assert.ThrowsAsync<DirectoryInUseException>(() => LocalDirectory.TakeAsync(_root, TimeSpan.Zero, CancellationToken.None));
        }

        using var next = await LocalDirectory.OpenAsync(_root);
        Assert.Equal(_root, next.Root);
    }

    [Fact]
    public async Task What_a_crashed_run_left_running_is_stopped_before_the_next_begins()
    {
        using var left = Process.Start("sleep", "600");
        ProcessRecord.Of("left", left.Id, StopManner.Service).Write(await PidFileAsync("left"));

        using var next = await LocalDirectory.OpenAsync(_root);

        // It is gone for the next run as soon as only its exit status is left, which .NET may take up a moment later.
        Assert.True(left.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.False(File.Exists(next.PidFile("left")));
    }

    [Fact]
    public async Task A_process_that_got_the_pid_of_one_of_ours_is_left_alone()
    {
        using var stranger = Process.Start("sleep", "600");
        try
        {
            var ours = ProcessRecord.Of("ours", stranger.Id, StopManner.Service);
            (ours with { StartTicks = ours.StartTicks - 1 }).Write(await PidFileAsync("ours"));
            (ours with { Name = "before", BootId = "another boot" }).Write(await PidFileAsync("before"));

            using var next = await LocalDirectory.OpenAsync(_root);

            Assert.False(stranger.HasExited);
            Assert.False(File.Exists(next.PidFile("ours")));
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_record_written_halfway_stops_nobody_and_goes()
    {
        var file = await PidFileAsync("half");
        await File.WriteAllTextAsync(file, "{\"Name\":\"ha");

        using var next = await LocalDirectory.OpenAsync(_root);

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Reset_removes_what_a_run_keeps_and_nothing_else()
    {
        using var directory = await LocalDirectory.OpenAsync(_root);
        LocalSecrets.Open(directory.SecretsFile, new Topology(), adminPassword: null);
        Directory.CreateDirectory(Path.Combine(_root, "postgres", "data"));
        var somebodysFile = Path.Combine(_root, "thesis.txt");
        await File.WriteAllTextAsync(somebodysFile, "");

        directory.Reset();

        Assert.False(File.Exists(directory.SecretsFile));
        Assert.False(Directory.Exists(Path.Combine(_root, "postgres")));
        Assert.True(File.Exists(somebodysFile));
    }

    private async Task<string> PidFileAsync(string name)
    {
        using var directory = await LocalDirectory.OpenAsync(_root);
        return directory.PidFile(name);
    }
}
