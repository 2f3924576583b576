using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// What row security costs a caller: the service's hot reads under the policies, with the scope carried in front of them, against the same reads with the same condition written
/// into them for a role that no policy holds. The two differ in nothing else: <see cref="ReadsWithAndWithoutPolicies"/> serves both. What the database server alone loses is noted.
/// </summary>
internal static class RowSecurityMeasure
{
    private static readonly Bar Bar = Bar.AtMost(0.15);

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        await using var reads = await ReadsWithAndWithoutPolicies.StartAsync(system, cancel);
        using var byId = reads.Http($"\"/policy/\" .. {Member}");
        using var byIdWritten = reads.Http($"\"/written/\" .. {Member}");
        using var page = reads.Http($"\"/policy/under/\" .. {Township}");
        using var pageWritten = reads.Http($"\"/written/under/\" .. {Township}");
        using var byIdServer = MemberReads.ById(system);
        using var byIdWrittenServer = WithoutPolicy().Script(
            PgBench.Random("id", 1, SampleData.MemberCount), PgBench.Trip(Inline(ReadsWithAndWithoutPolicies.MemberSql)));
        using var pageServer = MemberReads.Page(system, SampleData.FirstTownship, SampleData.LastTownship);
        using var pageWrittenServer = WithoutPolicy().Script(
            PgBench.Random("id", SampleData.FirstTownship, SampleData.LastTownship), PgBench.Trip(Inline(ReadsWithAndWithoutPolicies.PageSql)));
        foreach (var http in (Wrk[])[byId, byIdWritten, page, pageWritten])
        {
            await http.WarmUpAsync(cancel);
        }

        var rates = await Rounds.InterleaveAsync(
            system.Options.Rounds,
            () => byId.RateAsync(seconds, cancel), () => byIdWritten.RateAsync(seconds, cancel), () => byIdServer.RateAsync(seconds, cancel), () => byIdWrittenServer.RateAsync(seconds, cancel),
            () => page.RateAsync(seconds, cancel), () => pageWritten.RateAsync(seconds, cancel), () => pageServer.RateAsync(seconds, cancel), () => pageWrittenServer.RateAsync(seconds, cancel));
        return
        [
            Line("by id", rates.AsSpan(0, 4)),
            Line("page of 50", rates.AsSpan(4, 4)),
        ];

        PgBench WithoutPolicy() => new PgBench(system.Role(BenchSystem.Members, "system"), onePlan: true)
            .Variable("lo", system.Caller.Reach.Text).Variable("hi", system.Caller.Reach.Text + "~");
    }

    private static string Member => Wrk.RandomId(1, SampleData.MemberCount);

    private static string Township => Wrk.RandomId(SampleData.FirstTownship, SampleData.LastTownship);

    // The service asks for one row more, to know whether there is a next page.
    private static string Inline(string sql) => sql.Replace("$1", PgBench.Id("id"), StringComparison.Ordinal).Replace("$2", ":lo", StringComparison.Ordinal)
        .Replace("$3", ":hi", StringComparison.Ordinal).Replace("$4", $"{MemberReads.PageSize + 1}", StringComparison.Ordinal);

    private static Result Line(string what, ReadOnlySpan<Series> rates) => new(
        $"row security, {what}: loss against the explicit predicate", rates[0], rates[1], "requests/s", Loss(rates[0], rates[1]), Bar,
        $"in the database server alone, by pgbench: {Loss(rates[2], rates[3]).Median:0.00}");

    private static Series Loss(Series one, Series other) => new([.. Series.Ratio(one, other).Values.Select(ratio => 1 - ratio)]);
}
