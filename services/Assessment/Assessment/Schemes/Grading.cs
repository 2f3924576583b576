using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Schemes;

/// <summary>What the grade of one organization depends on.</summary>
internal readonly record struct Graded(decimal Score, bool Vetoed, decimal? Satisfaction = null, int? LastRank = null);

/// <summary>Grades by bands (分类定级). A band reaches up to where the next better one begins, so there are no gaps to fall into.</summary>
internal static class Grading
{
    /// <summary>The band of a score; a veto fixes the last one.</summary>
    internal static int Band(IReadOnlyList<SchemeGrade> grades, decimal score, bool vetoed)
    {
        var band = 0;
        while (band < grades.Count - 1 && (vetoed || score < grades[band].Min))
        {
            band++;
        }

        return band;
    }

    /// <summary>Whether a band is one whose organizations are rectified whatever the quota (“D”类直接列为整顿对象).</summary>
    internal static bool IsListed(IReadOnlyList<SchemeGrade> grades, int band) =>
        grades.Any(g => g.Listed is not null) ? grades[band].Listed is true : grades.Count > 1 && band == grades.Count - 1;

    /// <summary>
    /// The band of everyone, caps respected. Over a cap the lower score falls to the next band, then lower satisfaction, then
    /// last year's worse rank; those whom nothing separates fall together, because a cap is a maximum.
    /// </summary>
    internal static int[] Assign(IReadOnlyList<SchemeGrade> grades, ReadOnlySpan<Graded> all)
    {
        var bands = new int[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            bands[i] = Band(grades, all[i].Score, all[i].Vetoed);
        }

        for (var band = 0; band < grades.Count - 1; band++)
        {
            if (grades[band].MaxShareBasisPoints is { } share)
            {
                Lower(bands, band, all, Share.Of(all.Length, share, RoundingRule.Floor));
            }
        }

        return bands;
    }

    private static void Lower(int[] bands, int band, ReadOnlySpan<Graded> all, int most)
    {
        var entries = all.ToArray();
        var holders = Enumerable.Range(0, bands.Length).Where(i => bands[i] == band).ToArray();
        if (holders.Length <= most)
        {
            return;
        }

        // Unknown satisfaction or rank is the best one can have here: nobody loses a grade for a figure nobody recorded.
        var order = holders
            .OrderByDescending(i => entries[i].Score)
            .ThenByDescending(i => entries[i].Satisfaction ?? decimal.MaxValue)
            .ThenBy(i => entries[i].LastRank ?? 0)
            .ToArray();
        var kept = most;
        while (kept > 0 && Same(entries[order[kept - 1]], entries[order[kept]]))
        {
            kept--;
        }

        foreach (var i in order.Skip(kept))
        {
            bands[i] = band + 1;
        }

        static bool Same(Graded a, Graded b) => a.Score == b.Score && a.Satisfaction == b.Satisfaction && a.LastRank == b.LastRank;
    }
}
