using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>Counts over the subtree of any organization above the branches (the organizations service) against one member by id (the members service).</summary>
internal static class RollupMeasure
{
    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        using var rollup = system.Http(
            BenchSystem.Organizations, $"\"/api/v1/organizations/\" .. {Wrk.RandomId(SampleData.FirstDistrict, SampleData.LastVillage)} .. \"/rollup\"");
        using var byId = system.Http(BenchSystem.Members, MemberReads.ByIdPath);
        await rollup.WarmUpAsync(cancel);
        await byId.WarmUpAsync(cancel);
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, () => rollup.RateAsync(seconds, cancel), () => byId.RateAsync(seconds, cancel));
        return
        [
            new(
                "rollup of an organization, against one member by id", rates[0], rates[1], "requests/s", Series.Ratio(rates[0], rates[1]), Bar.AtLeast(0.5),
                rollup.Note),
        ];
    }
}
