using System.Globalization;

namespace PartyCloud.Demo;

/// <summary>The command line.</summary>
internal sealed record DemoOptions
{
    public const string Usage = """
        PartyCloud.Demo --demo county|city [--gateway URL --user NAME --password-env VARIABLE] [--write DIR]
          --demo county|city       Jiayin with 289 organizations and 3,869 members, or Chongqing
          --gateway URL            load it there, through the public import routes, and run one year of the main job
          --user NAME              default admin
          --password-env VARIABLE  environment variable that holds the password; default PARTYCLOUD_ADMIN_PASSWORD
          --members N              default 3,869 and 200,000
          --organizations N        of the city; default 60,000
          --write DIR              write organizations.csv and members.csv there
          --seed N                 default 1
          --no-year                load organizations and members only
        """;

    public string Demo { get; init; } = "";

    public Uri? Gateway { get; init; }

    public string User { get; init; } = "admin";

    public string PasswordVariable { get; init; } = "PARTYCLOUD_ADMIN_PASSWORD";

    public int? Members { get; init; }

    public int? Organizations { get; init; }

    public string? Write { get; init; }

    public int Seed { get; init; } = 1;

    public bool Year { get; init; } = true;

    /// <exception cref="ArgumentException">Its message says what is wrong.</exception>
    public static DemoOptions Parse(string[] arguments)
    {
        var options = new DemoOptions();
        for (var at = 0; at < arguments.Length; at++)
        {
            var name = arguments[at];
            if (name == "--no-year")
            {
                options = options with { Year = false };
                continue;
            }

            var value = at + 1 < arguments.Length ? arguments[++at] : throw new ArgumentException($"{name} needs a value.");
            options = name switch
            {
                "--demo" => options with { Demo = value is "county" or "city" ? value : throw new ArgumentException("--demo is county or city.") },
                "--gateway" => options with
                {
                    Gateway = Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw new ArgumentException("--gateway is an http address."),
                },
                "--user" => options with { User = value },
                "--password-env" => options with { PasswordVariable = value },
                "--members" => options with { Members = Count(name, value, 1, Generation.SampleIdentity.MostOfCity) },
                "--organizations" => options with { Organizations = Count(name, value, 1, 1_000_000) },
                "--write" => options with { Write = value },
                "--seed" => options with { Seed = Count(name, value, 0, int.MaxValue) },
                _ => throw new ArgumentException($"{name} is not known."),
            };
        }

        return options switch
        {
            { Demo: "" } => throw new ArgumentException("--demo is missing."),
            { Gateway: null, Write: null } => throw new ArgumentException("Neither --gateway nor --write says where the sample goes."),
            { Demo: "county", Members: > Generation.SampleIdentity.MostOfCounty } => throw new ArgumentException("The county takes at most a million members."),
            { Demo: "county", Organizations: not null } => throw new ArgumentException("--organizations is for the city; the county has 289."),
            _ => options,
        };
    }

    private static int Count(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{name} is a whole number from {least} to {most}.");
}
