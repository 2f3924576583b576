namespace PartyCloud.Assessment.Cycles;

/// <summary>Competition ranking by type: the best is 1, equals share a rank, and the next rank counts them all (1, 2, 2, 4).</summary>
internal static class Ranking
{
    internal static int[] ByType(ReadOnlySpan<int> types, ReadOnlySpan<decimal> scores)
    {
        var (group, score) = (types.ToArray(), scores.ToArray());
        var order = new int[group.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => group[a] != group[b] ? group[a].CompareTo(group[b]) : score[b].CompareTo(score[a]));
        var ranks = new int[order.Length];
        for (int at = 0, start = 0; at < order.Length; at++)
        {
            var newType = at == 0 || group[order[at]] != group[order[at - 1]];
            start = newType ? at : start;
            ranks[order[at]] = !newType && score[order[at]] == score[order[at - 1]] ? ranks[order[at - 1]] : at - start + 1;
        }

        return ranks;
    }
}
