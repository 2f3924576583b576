namespace PartyCloud.Benchmarks.Running;

internal static class Rounds
{
    /// <summary>A B A B …: each side's figures, one a round.</summary>
    public static async Task<Series[]> InterleaveAsync(int rounds, params Func<Task<double>>[] sides)
    {
        var values = sides.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                values[side].Add(await sides[side]());
            }
        }

        return [.. values.Select(side => new Series(side))];
    }
}
