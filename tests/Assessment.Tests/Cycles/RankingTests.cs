using PartyCloud.Assessment.Cycles;

namespace PartyCloud.Assessment.Tests.Cycles;

public sealed class RankingTests
{
    [Fact]
    public void Equals_share_a_rank_and_the_next_counts_them_all() =>
        Assert.Equal([4, 2, 1, 2, 1, 2], Ranking.ByType([0, 0, 0, 0, 1, 1], [61m, 63.5m, 70m, 63.5m, 50m, 49.9m]));

    [Fact]
    public void Ranks_are_those_of_counting_who_is_better()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var n = random.Next(0, 40);
            var types = Enumerable.Range(0, n).Select(_ => random.Next(3)).ToArray();
            var scores = Enumerable.Range(0, n).Select(_ => random.Next(10) / 2m).ToArray();

            Assert.Equal(
                Enumerable.Range(0, n).Select(i => 1 + Enumerable.Range(0, n).Count(j => types[j] == types[i] && scores[j] > scores[i])),
                Ranking.ByType(types, scores));
        }
    }
}
