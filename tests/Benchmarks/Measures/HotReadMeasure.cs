using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>One member by id, and a page of 50 in a township, against pgbench with the same SQL.</summary>
internal static class HotReadMeasure
{
    private static readonly Bar Bar = Bar.AtLeast(0.40);

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        await MemberReads.RequireRowsAsync(system, cancel);
        var seconds = system.Options.Seconds;
        using var byId = system.Http(BenchSystem.Members, MemberReads.ByIdPath);
        using var page = system.Http(BenchSystem.Members, MemberReads.PagePath(SampleData.FirstTownship, SampleData.LastTownship));
        using var byIdLimit = MemberReads.ById(system);
        using var pageLimit = MemberReads.Page(system, SampleData.FirstTownship, SampleData.LastTownship);
        await byId.WarmUpAsync(cancel);
        await page.WarmUpAsync(cancel);
        var rates = await Rounds.InterleaveAsync(
            system.Options.Rounds,
            () => byId.RateAsync(seconds, cancel), () => byIdLimit.RateAsync(seconds, cancel), () => page.RateAsync(seconds, cancel), () => pageLimit.RateAsync(seconds, cancel));
        return
        [
            new("one member by id", rates[0], rates[1], "requests/s", Series.Ratio(rates[0], rates[1]), Bar, byId.Note),
            new("page of 50 members in a township", rates[2], rates[3], "requests/s", Series.Ratio(rates[2], rates[3]), Bar, page.Note),
        ];
    }
}
