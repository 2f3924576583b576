using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;
using PartyCloud.AppHost.Local;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Measures;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks;

/// <summary>Measures the system against what its database and its broker can do on the same machine at the same time, and says which bars are reached.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (Options.Parse(args, [.. Measure.All.Select(measure => measure.Name)]) is not { } options)
        {
            await Console.Error.WriteLineAsync($"{Options.Usage}{Environment.NewLine}measures: {string.Join(' ', Measure.All.Select(measure => measure.Name))}");
            return 2;
        }

        if (Tools.MissingPackages() is { Count: > 0 } missing)
        {
            await Console.Error.WriteLineAsync($"Missing: as root, apt-get install -y {string.Join(' ', missing)}");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await RunAsync(options, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception failure) when (failure is PartFailedException or ServerMissingException or DirectoryInUseException or InvalidOperationException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 2;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            _ = stop.CancelAsync();
        }
    }

    private static async Task<int> RunAsync(Options options, CancellationToken cancel)
    {
        var results = new List<Result>();
        var failed = 0;
        await using (var system = await BenchSystem.StartAsync(options, Say, cancel))
        {
            foreach (var measure in Measure.All.Where(measure => options.Names.Count == 0 || options.Names.Contains(measure.Name)))
            {
                Say($"{measure.Name} (load {Load()})");
                var start = Stopwatch.GetTimestamp();
                try
                {
                    var measured = await measure.RunAsync(system, cancel);
                    results.AddRange(measured);
                    Say($"  {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s: {string.Join("; ", measured.Select(result => $"{result.What} {result.Ratio?.Text("0.00")}"))}");
                }
                catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or NpgsqlException)
                {
                    // The others can still be measured.
                    failed++;
                    Say($"  {measure.Name} could not be measured: {failure.Message}");
                }
            }
        }

        Console.WriteLine();
        Console.Write(ResultTable.Text(results));
        if (options.Markdown is not null)
        {
            await File.WriteAllTextAsync(options.Markdown, ResultTable.Markdown(results), cancel);
        }

        var missed = results.Count(result => result.Passes is false);
        Console.WriteLine(missed == 0 ? "Every bar that was measured is reached" : $"{missed} of {results.Count(result => result.Bar is not null)} bars are missed");
        return missed + failed == 0 ? 0 : 1;
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static void Say(string line) => Console.WriteLine(line);
}
