using System.Globalization;

namespace PartyCloud.Benchmarks.Running;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        usage: dotnet run -c Release --project tests/Benchmarks -- [name ...] [--rounds N] [--seconds N] [--markdown FILE] [--data DIR]
          name        which measures; all without one
          --rounds    how often each side is measured, in turns (default 5, at least 3)
          --seconds   how long each load runs (default 4)
          --markdown  writes the table as Markdown too
          --data      keeps servers and data in this folder for the next run; a folder of its own, removed afterwards, without it
        """;

    public IReadOnlyList<string> Names { get; private init; } = [];

    public int Rounds { get; private init; } = 5;

    public int Seconds { get; private init; } = 4;

    public string? Markdown { get; private init; }

    public string? Data { get; private init; }

    /// <returns>Null when the line is not understood.</returns>
    public static Options? Parse(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        var options = new Options();
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                if (!known.Contains(argument))
                {
                    return null;
                }

                options = options with { Names = [.. options.Names, argument] };
            }
            else if (++at == arguments.Count || With(options, argument, arguments[at]) is not { } next)
            {
                return null;
            }
            else
            {
                options = next;
            }
        }

        return options;
    }

    private static Options? With(Options options, string name, string value) => name switch
    {
        "--rounds" when Number(value, 3) is { } rounds => options with { Rounds = rounds },
        "--seconds" when Number(value, 1) is { } seconds => options with { Seconds = seconds },
        "--markdown" => options with { Markdown = Path.GetFullPath(value) },
        "--data" => options with { Data = Path.GetFullPath(value) },
        _ => null,
    };

    private static int? Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;
}
