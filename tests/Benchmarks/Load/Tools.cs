using System.Diagnostics;

namespace PartyCloud.Benchmarks.Load;

/// <summary>A program that makes load, run to its end.</summary>
internal static class Tools
{
    /// <summary>What is missing of the programs, as the Debian packages that hold them.</summary>
    public static IReadOnlyList<string> MissingPackages() =>
        [.. from tool in ((string Program, string Package)[])[("wrk", "wrk"), ("pgbench", "postgresql-15")] where Find(tool.Program) is null select tool.Package];

    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Find(program) ?? throw new InvalidOperationException($"{program} is not installed."))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {await errors}{await output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    // Debian keeps the programs of a PostgreSQL server in a folder of its version, which need not be on the path.
    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(folder => Path.Combine(folder, "bin")) : [])
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
