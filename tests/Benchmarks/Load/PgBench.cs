using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace PartyCloud.Benchmarks.Load;

/// <summary>
/// The limit: pgbench with prepared statements, as many clients as the services have callers. What a service sends in one round trip is one pipeline here.
/// </summary>
internal sealed partial class PgBench : IDisposable
{
    public const int Clients = 16;

    private readonly List<string> files = [];
    private readonly List<string> variables = [];
    private readonly Dictionary<string, string> environment;

    /// <param name="role">Who asks.</param>
    /// <param name="onePlan">Whether a statement keeps its first plan, as the services' hot reads do; their other statements are planned each time, which is set on the role.</param>
    public PgBench(NpgsqlConnectionStringBuilder role, bool onePlan = false)
    {
        environment = new()
        {
            ["PGHOST"] = role.Host!,
            ["PGPORT"] = role.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = role.Username!,
            ["PGPASSWORD"] = role.Password!,
            ["PGDATABASE"] = role.Database!,
            ["PGOPTIONS"] = onePlan ? "-c plan_cache_mode=force_generic_plan" : "",
        };
    }

    /// <summary>An id made of the number in a variable, as the sample data has them.</summary>
    public static string Id(string variable) => $"lpad(to_hex(:{variable}::bigint), 32, '0')::uuid";

    /// <summary>Sets a variable to a random number.</summary>
    public static string Random(string variable, int first, int last) => $"\\set {variable} random({first}, {last})";

    /// <summary>Statements of one round trip.</summary>
    public static string Trip(params string[] statements) => $"\\startpipeline\n{string.Join('\n', statements.Select(statement => statement.Trim() + ";"))}\n\\endpipeline";

    /// <summary>Adds a script; of several, each transaction takes one at random.</summary>
    public PgBench Script(params string[] parts)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, new StringBuilder().AppendJoin('\n', parts).Append('\n').ToString());
        files.Add(file);
        return this;
    }

    public PgBench Variable(string name, string value)
    {
        variables.Add($"{name}={value}");
        return this;
    }

    public async Task<double> RateAsync(int seconds, CancellationToken cancel)
    {
        string[] arguments =
        [
            "-n", "-M", "prepared", "-c", $"{Clients}", "-j", "2", "-T", $"{seconds}", .. files.SelectMany(file => (string[])["-f", file]), .. variables.SelectMany(variable => (string[])["-D", variable]),
        ];
        var output = await Tools.RunAsync("pgbench", arguments, environment, cancel);
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose() => files.ForEach(File.Delete);

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
