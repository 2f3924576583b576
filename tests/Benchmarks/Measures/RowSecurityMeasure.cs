using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Members.Registry;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// What row security costs: the service's statements under the policies, the scope carried in the same round trip, against the same statements with the same condition
/// written into them for a role that no policy holds. Both in pgbench, both with the one plan that the service's hot reads keep.
/// </summary>
internal static class RowSecurityMeasure
{
    private const string Explicit = "level_code >= :lo and level_code < :hi";

    private static readonly Bar Bar = Bar.AtMost(0.15);

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        var byIdSql = HotReads.MemberSql.Replace("$1", PgBench.Id("id"), StringComparison.Ordinal) + $" and {Explicit}";
        // A statement that asks for what the caller may see would look the organization up within the scope, too.
        var pageSql = MemberReads.PageSql().Replace($"id = {PgBench.Id("id")}", $"id = {PgBench.Id("id")} and {Explicit}", StringComparison.Ordinal)
            .Replace("order by", $"and {Explicit} order by", StringComparison.Ordinal);
        using var byId = MemberReads.ById(system);
        using var byIdExplicit = WithoutPolicy().Script(PgBench.Random("id", 1, SampleData.MemberCount), PgBench.Trip(byIdSql));
        using var byIdEntered = WithoutPolicy().Script(PgBench.Random("id", 1, SampleData.MemberCount), PgBench.Trip(MemberReads.Enter, byIdSql));
        using var page = MemberReads.Page(system, SampleData.FirstTownship, SampleData.LastTownship);
        using var pageExplicit = WithoutPolicy().Script(PgBench.Random("id", SampleData.FirstTownship, SampleData.LastTownship), PgBench.Trip(pageSql));
        using var pageEntered = WithoutPolicy().Script(PgBench.Random("id", SampleData.FirstTownship, SampleData.LastTownship), PgBench.Trip(MemberReads.Enter, pageSql));
        var rates = await Rounds.InterleaveAsync(
            system.Options.Rounds,
            () => byId.RateAsync(seconds, cancel), () => byIdExplicit.RateAsync(seconds, cancel), () => byIdEntered.RateAsync(seconds, cancel),
            () => page.RateAsync(seconds, cancel), () => pageExplicit.RateAsync(seconds, cancel), () => pageEntered.RateAsync(seconds, cancel));
        return
        [
            Line("by id", rates[0], rates[1], rates[2]),
            Line("page of 50", rates[3], rates[4], rates[5]),
        ];

        PgBench WithoutPolicy() => new PgBench(system.Role(BenchSystem.Members, "system"), onePlan: true)
            .Variable("scope", system.Caller.Reach.Text).Variable("lo", system.Caller.Reach.Text).Variable("hi", system.Caller.Reach.Text + "~");
    }

    private static Result Line(string what, Series policy, Series written, Series entered) => new(
        $"row security, {what}: loss against the explicit predicate", policy, written, "transactions/s", Loss(policy, written), Bar,
        $"of it the policy itself {Loss(policy, entered).Median:0.00}, the rest carries the scope");

    private static Series Loss(Series one, Series other) => new([.. Series.Ratio(one, other).Values.Select(ratio => 1 - ratio)]);
}
