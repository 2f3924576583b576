using System.Globalization;

namespace PartyCloud.AppHost;

/// <summary>What the command line of `deploy/run` and of AppHost says.</summary>
internal sealed record RunOptions
{
    internal const string Usage = """
        Runs the whole of PartyCloud.

          --port N                    of the gateway; default 8080, every other port is picked free
          --data DIR                  where everything is kept; default /var/lib/partycloud as root,
                                      else ~/.local/share/partycloud
          --demo county|city|none     sample data to load at the first start; default county
          --members N                 how many members the city sample gets
          --dashboard                 the Aspire dashboard, with the traces, metrics and logs of every part
          --sandbox                   for portals' developers: apps of the sandbox, faults and a clock on request
          --reset                     forget everything kept in the data folder, and begin anew
          --engine aspire|local       Aspire needs its packages and a container engine; default: what is there
          --bin DIR                   a folder of published parts, one folder per project, instead of the build
          --help

        PARTYCLOUD_ADMIN_PASSWORD     the password of the first administrator, whose user name is admin
        """;

    internal int? Port { get; init; }

    internal string? Data { get; init; }

    internal string Demo { get; init; } = "county";

    internal int? Members { get; init; }

    internal bool Dashboard { get; init; }

    internal bool Sandbox { get; init; }

    internal bool Reset { get; init; }

    internal string? Engine { get; init; }

    internal string? Binaries { get; init; }

    internal bool Help { get; init; }

    internal string DataDirectory => Path.GetFullPath(Data ?? (Environment.IsPrivilegedProcess
        ? "/var/lib/partycloud"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "partycloud")));

    /// <exception cref="FormatException">Says what is wrong with the command line.</exception>
    internal static RunOptions Parse(IReadOnlyList<string> args)
    {
        var options = new RunOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{name} wants a value.");
            int Number(int least, int most) => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new FormatException($"{name} wants a number from {least} to {most}.");
            string OneOf(params string[] values) => Value() is var value && values.Contains(value)
                ? value
                : throw new FormatException($"{name} wants one of {string.Join(", ", values)}.");

            options = name switch
            {
                "--port" => options with { Port = Number(1, 65535) },
                "--data" => options with { Data = Value() },
                "--demo" => options with { Demo = OneOf("county", "city", "none") },
                "--members" => options with { Members = Number(1, 10_000_000) },
                "--dashboard" => options with { Dashboard = true },
                "--sandbox" => options with { Sandbox = true },
                "--reset" => options with { Reset = true },
                "--engine" => options with { Engine = OneOf("aspire", "local") },
                "--bin" => options with { Binaries = Value() },
                "--help" or "-h" => options with { Help = true },
                _ => throw new FormatException($"There is no option {name}."),
            };
        }

        return options;
    }
}
