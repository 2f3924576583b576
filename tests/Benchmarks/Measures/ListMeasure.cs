using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Organizations.Storage;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// A list through EF: organizations under a township. The limit sends the very statements that EF sends, taken down while the service's own handler runs in this process.
/// </summary>
internal static class ListMeasure
{
    private const int Roots = 40;

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        var roots = Enumerable.Range(0, Roots).Select(at => SampleData.Id(SampleData.FirstTownship + (at * (SampleData.LastTownship - SampleData.FirstTownship) / Roots))).ToArray();
        using var list = system.Http(BenchSystem.Organizations, $"\"/api/v1/organizations?limit=50&under=\" .. {Wrk.OneOf([.. roots.Select(root => root.ToString())])}");
        using var limit = new PgBench(system.Role(BenchSystem.Organizations, "app"));
        var trips = 0;
        for (var at = 0; at < roots.Length; at++)
        {
            trips = await AddScriptAsync(system, limit, roots[at], at, cancel);
        }

        await list.WarmUpAsync(cancel);
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, () => list.RateAsync(seconds, cancel), () => limit.RateAsync(seconds, cancel));
        return
        [
            new(
                "list of 50 organizations under a township (EF)", rates[0], rates[1], "requests/s", Series.Ratio(rates[0], rates[1]), Bar.AtLeast(0.20),
                $"{list.Note}; {trips} round trips each"),
        ];
    }

    /// <summary>Each root has a script of its own, whose parameters are the values that EF bound.</summary>
    private static async Task<int> AddScriptAsync(BenchSystem system, PgBench limit, Guid root, int number, CancellationToken cancel)
    {
        var recorder = new Recorder();
        await using var source = NpgsqlDataSource.Create(system.Role(BenchSystem.Organizations, "app"));
        var options = new DbContextOptionsBuilder<OrganizationsDb>().UseNpgsql(source).AddInterceptors(new ScopeInterceptor(), recorder).Options;
        using var signal = new OutboxSignal();
        await using var db = new OrganizationsDb(options, new RequestContext(TimeProvider.System, signal) { Caller = system.Caller });
        await ListOrganizations.Handle(system.Caller, db, cancel, root, limit: 50);
        List<string> trips = [];
        foreach (var (text, parameters) in recorder.Commands)
        {
            var sql = text;
            foreach (var (name, value) in parameters.OrderByDescending(parameter => parameter.Name.Length))
            {
                var variable = $"v{number}_{trips.Count}_{name.TrimStart('@')}";
                var literal = Text(value);
                // pgbench knows no empty value.
                sql = sql.Replace("@" + name.TrimStart('@'), literal.Length == 0 ? "''" : ":" + variable, StringComparison.Ordinal);
                if (literal.Length > 0)
                {
                    limit.Variable(variable, literal);
                }
            }

            trips.Add(PgBench.Trip(sql.TrimEnd().TrimEnd(';').Split(';')));
        }

        limit.Script([.. trips]);
        return trips.Count;
    }

    private static string Text(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? throw new InvalidOperationException("A list binds no null.");

    private sealed class Recorder : DbCommandInterceptor
    {
        public List<(string Text, List<(string Name, object? Value)> Parameters)> Commands { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Commands.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
            return new(result);
        }
    }
}
