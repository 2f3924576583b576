using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// The Aspire dashboard without Aspire: Microsoft's npm package carries it as one program, which takes the traces,
/// metrics and logs that every part sends by OTLP.
/// </summary>
public sealed partial class LocalDashboard
{
    private const string Package = "@microsoft/aspire-cli-linux-x64";
    private const string Version = "13.5.4";

    private LocalDashboard(LocalPart part, Uri address, Uri otlpAddress, string otlpKey)
    {
        (Part, Address, OtlpAddress, OtlpKey) = (part, address, otlpAddress, otlpKey);
    }

    public LocalPart Part { get; }

    public Uri Address { get; }

    /// <summary>Where the parts send to, by HTTP.</summary>
    public Uri OtlpAddress { get; }

    /// <summary>Without it nobody else on the machine can tell the dashboard anything.</summary>
    public string OtlpKey { get; }

    /// <summary>The address with the token that signs one in, which the dashboard makes anew at each start.</summary>
    public Uri LoginAddress
    {
        get
        {
            var token = Token().Match(TerminalEscape().Replace(Part.Tail(200), "").ReplaceLineEndings(""));
            return token.Success ? new Uri(Address, "/login?t=" + token.Groups[1].Value) : Address;
        }
    }

    internal static async Task<LocalDashboard?> PrepareAsync(LocalDirectory directory, Action<string> say, CancellationToken cancel)
    {
        var home = directory.Own("dashboard", RunAs.Ourselves);
        var program = Path.Combine(home, "node_modules", Package, "bin", "aspire");
        if (!File.Exists(program) && !await InstallAsync(home, say, cancel))
        {
            return null;
        }

        var ports = Ports.Free(3);
        var (address, otlp) = (new Uri($"http://127.0.0.1:{ports[0]}"), new Uri($"http://127.0.0.1:{ports[2]}"));
        var environment = DotNet.InheritedEnvironment();
        environment["HOME"] = home;
        environment["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true";
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        environment["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
        environment["DASHBOARD__OTLP__PRIMARYAPIKEY"] = key;
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "true";
        var part = new LocalPart(directory, new PartSpec(
            "dashboard",
            StopManner.Tool,
            [program, "dashboard", "run", "--non-interactive", "--nologo", "--frontend-url", $"{address}", "--otlp-grpc-url", $"http://127.0.0.1:{ports[1]}", "--otlp-http-url", $"{otlp}"],
            environment)
        {
            IsReady = cancel => Health.AnswersAsync(address, cancel),
        });
        return new LocalDashboard(part, address, otlp, key);
    }

    private static async Task<bool> InstallAsync(string home, Action<string> say, CancellationToken cancel)
    {
        say($"Installing the dashboard ({Package} {Version}, about 150 MB)");
        var start = new ProcessStartInfo("npm") { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["install", "--prefix", home, "--no-audit", "--no-fund", "--no-save", $"{Package}@{Version}"])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var npm = Process.Start(start)!;
            var output = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(cancel), npm.StandardError.ReadToEndAsync(cancel));
            await npm.WaitForExitAsync(cancel);
            if (npm.ExitCode == 0)
            {
                return true;
            }

            say($"The dashboard could not be installed; going on without it. npm says: {string.Concat(await output).Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            say("There is no dashboard: npm, which brings it, is not installed (as root: apt-get install -y npm). Going on without it.");
        }

        return false;
    }

    [GeneratedRegex("""login\?t=([0-9a-fA-F]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("""\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\))""")]
    private static partial Regex TerminalEscape();
}
