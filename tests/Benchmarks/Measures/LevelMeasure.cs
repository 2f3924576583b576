using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>The same page in districts of 12,000 members, townships of 300 and villages of 60: it must cost about the same.</summary>
internal static class LevelMeasure
{
    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        using var districts = Page(SampleData.FirstDistrict, SampleData.LastDistrict);
        using var townships = Page(SampleData.FirstTownship, SampleData.LastTownship);
        using var villages = Page(SampleData.FirstVillage, SampleData.LastVillage);
        await districts.WarmUpAsync(cancel);
        var rates = await Rounds.InterleaveAsync(
            system.Options.Rounds,
            () => districts.RateAsync(seconds, cancel), () => townships.RateAsync(seconds, cancel), () => villages.RateAsync(seconds, cancel));
        var spread = new Series([.. rates[0].Values.Select((_, round) => rates.Max(level => level.Values[round]) / rates.Min(level => level.Values[round]))]);
        return
        [
            new(
                "page of 50 at district, township, village", rates[0], null, "requests/s", spread, Bar.AtMost(1.5),
                $"township {ResultTable.Number(rates[1].Median)}, village {ResultTable.Number(rates[2].Median)}; fastest to slowest"),
        ];

        Wrk Page(int first, int last) => system.Http(BenchSystem.Members, MemberReads.PagePath(first, last));
    }
}
