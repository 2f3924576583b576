using System.Diagnostics;
using System.Globalization;
using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost;

/// <summary>Loads the sample data once, through the gateway, by the tool that generates it.</summary>
internal static class DemoData
{
    private const string Project = "deploy/Demo";
    private const string Assembly = "PartyCloud.Demo";
    private const string PasswordVariable = "PARTYCLOUD_ADMIN_PASSWORD";

    internal static async Task LoadAsync(Uri gateway, string adminPassword, RunOptions options, Action<string> say, CancellationToken cancel)
    {
        if (options.Demo == "none")
        {
            return;
        }

        var marker = Path.Combine(options.DataDirectory, "demo");
        if (File.Exists(marker))
        {
            var loaded = (await File.ReadAllTextAsync(marker, cancel)).Trim();
            if (loaded != options.Demo)
            {
                say($"The {loaded} sample is loaded here; for the {options.Demo} sample begin anew with --reset or another --data");
            }

            return;
        }

        var tool = DotNet.Find(Project, Assembly, options.Binaries);
        if (!File.Exists(tool))
        {
            say($"No sample data: {tool} has not been built");
            return;
        }

        say($"PartyCloud answers at {gateway}; loading the {options.Demo} sample");
        string[] arguments =
        [
            "--gateway", gateway.ToString().TrimEnd('/'), "--user", "admin", "--password-env", PasswordVariable, "--demo", options.Demo,
            .. options.Members is { } members ? ["--members", members.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        ];
        var command = DotNet.Run(tool, arguments);
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment[PasswordVariable] = adminPassword;
        using var loader = Process.Start(start) ?? throw new InvalidOperationException("The sample data could not be loaded: dotnet does not start.");
        try
        {
            await loader.WaitForExitAsync(cancel);
        }
        finally
        {
            if (!loader.HasExited)
            {
                loader.Kill();
            }
        }

        if (loader.ExitCode == 0)
        {
            await File.WriteAllTextAsync(marker, options.Demo, cancel);
        }
        else
        {
            say($"The sample is not loaded whole (exit code {loader.ExitCode}); the next start goes on with it");
        }
    }
}
