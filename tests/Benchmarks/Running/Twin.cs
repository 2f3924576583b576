using System.Diagnostics;
using PartyCloud.AppHost.Local;

namespace PartyCloud.Benchmarks.Running;

/// <summary>One process more of a service that runs, with its settings and some of its own.</summary>
internal sealed class Twin : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private Twin(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Twin> StartAsync(BenchSystem system, string service, Dictionary<string, string> settings, CancellationToken cancel)
    {
        var (command, environment, folder) = await system.CommandOfAsync(service, cancel);
        var address = new Uri($"http://127.0.0.1:{BenchSystem.FreePort()}/");
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Concat(settings).Append(new("ASPNETCORE_URLS", address.ToString())))
        {
            start.Environment[name] = value;
        }

        var twin = new Twin(Process.Start(start)!, address);
        twin.process.OutputDataReceived += (_, _) => { };
        twin.process.ErrorDataReceived += (_, _) => { };
        twin.process.BeginOutputReadLine();
        twin.process.BeginErrorReadLine();
        for (var since = Stopwatch.GetTimestamp(); !await Health.IsHealthyAsync(address, cancel);)
        {
            if (twin.process.HasExited || Stopwatch.GetElapsedTime(since) > Patience)
            {
                await twin.DisposeAsync();
                throw new InvalidOperationException($"A second process of {service} did not start.");
            }

            await Task.Delay(200, cancel);
        }

        return twin;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }
}
