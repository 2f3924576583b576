using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;

namespace PartyCloud.Assessment.Selection;

/// <summary>One assessed organization as the selection sees it: figures only, so that a hundred thousand of them are one array.</summary>
/// <param name="Rule">The rule of its type, or -1 when the selection has none for it.</param>
/// <param name="District">Its district, or -1.</param>
/// <param name="Score">Its frozen score; null refuses the selection.</param>
/// <param name="IsGradeListed">Whether its grade, by score or by veto, lists it whatever the quota.</param>
/// <param name="Satisfaction">Its rate of satisfaction, if known.</param>
/// <param name="LastRank">Its rank in its type last year, 1 the best, if it had one.</param>
internal readonly record struct Candidate(int Rule, int District, decimal? Score, bool IsGradeListed, decimal? Satisfaction = null, int? LastRank = null);

/// <summary>A recorded decision in the selection's own terms: which candidates of a tie are listed.</summary>
internal sealed record Decided(int Rule, int District, IReadOnlyCollection<int> Candidates);

/// <summary>An organization on the list, and why.</summary>
internal readonly record struct Listed(int Candidate, ListingReason Reason, TieBreak? DecidedBy = null);

/// <summary>A quota, what it was taken of, and how many were listed.</summary>
internal readonly record struct QuotaLine(int Rule, int District, int Assessed, int Quota, int Listed);

/// <summary>A tie on the edge of a quota that only a recorded decision can settle.</summary>
internal sealed record UndecidedTie(int Rule, int District, int ToChoose, IReadOnlyList<int> Candidates);

/// <summary>What a selection came to. A list is one only when nothing is missing and nothing undecided.</summary>
internal sealed record SelectionOutcome(
    IReadOnlyList<Listed> Items,
    IReadOnlyList<QuotaLine> Quotas,
    IReadOnlyList<int> Missing,
    IReadOnlyList<UndecidedTie> Undecided);

/// <summary>
/// Picks the weak and lax organizations (软弱涣散党组织): per type a minimum share rounded up, whoever is listed by grade first,
/// then the lowest scores. The same input gives the same list; no id and no order of rows ever decides.
/// </summary>
internal static class WeakSelection
{
    internal static SelectionOutcome Run(
        ReadOnlySpan<Candidate> candidates, IReadOnlyList<SelectionRule> rules, TiePolicy ties, SelectionPer per, IReadOnlyList<Decided> decisions)
    {
        var items = new List<Listed>();
        var quotas = new List<QuotaLine>();
        var missing = new List<int>();
        var undecided = new List<UndecidedTie>();
        var (members, starts, districts) = Group(candidates, rules.Count, per);
        for (var g = 0; g + 1 < starts.Length; g++)
        {
            var group = members.AsSpan(starts[g]..starts[g + 1]);
            var (rule, district) = (g / districts, per is SelectionPer.District ? (g % districts) - 1 : -1);
            if (group.Length > 0 || per is SelectionPer.Scope)
            {
                var pick = new GroupPick(candidates, group, rules[rule], rule, district);
                pick.Run(ties, decisions, items, quotas, missing, undecided);
            }
        }

        return new(items, quotas, missing, undecided);
    }

    /// <summary>Candidates by rule and district, in the order they came, without a comparison.</summary>
    private static (int[] Members, int[] Starts, int Districts) Group(ReadOnlySpan<Candidate> candidates, int rules, SelectionPer per)
    {
        var districts = 1;
        if (per is SelectionPer.District)
        {
            foreach (ref readonly var c in candidates)
            {
                districts = Math.Max(districts, c.District + 2);
            }
        }

        var starts = new int[(rules * districts) + 1];
        foreach (ref readonly var c in candidates)
        {
            if (c.Rule >= 0)
            {
                starts[GroupOf(c, districts) + 1]++;
            }
        }

        for (var g = 1; g < starts.Length; g++)
        {
            starts[g] += starts[g - 1];
        }

        var next = starts.ToArray();
        var members = new int[starts[^1]];
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Rule >= 0)
            {
                members[next[GroupOf(candidates[i], districts)]++] = i;
            }
        }

        return (members, starts, districts);

        static int GroupOf(in Candidate c, int districts) => (c.Rule * districts) + (districts > 1 ? c.District + 1 : 0);
    }
}

/// <summary>The picking inside one type, or one type of one district.</summary>
internal readonly ref struct GroupPick(ReadOnlySpan<Candidate> candidates, ReadOnlySpan<int> group, SelectionRule rule, int ruleIndex, int district)
{
    private readonly ReadOnlySpan<Candidate> candidates = candidates;
    private readonly ReadOnlySpan<int> group = group;

    internal void Run(
        TiePolicy ties, IReadOnlyList<Decided> decisions, List<Listed> items, List<QuotaLine> quotas, List<int> missing, List<UndecidedTie> undecided)
    {
        var picked = new List<Listed>();
        var rest = new int[group.Length];
        var scores = new decimal[group.Length];
        var others = 0;
        foreach (var i in group)
        {
            ref readonly var c = ref candidates[i];
            if (c.Score is not { } score)
            {
                missing.Add(i);
            }
            else if (c.IsGradeListed || score < rule.ScoreBelow || c.Satisfaction < rule.SatisfactionBelow)
            {
                picked.Add(new(i, c.IsGradeListed ? ListingReason.GradeD : ListingReason.Criterion));
            }
            else
            {
                (rest[others], scores[others]) = (i, score);
                others++;
            }
        }

        // A minimum share does not cap: whoever is listed already stays, and only what is left of the quota is filled.
        var quota = Share.Of(group.Length, rule.MinShareBasisPoints ?? 0, RoundingRule.Ceil);
        if (Math.Min(quota - picked.Count, others) is > 0 and var open)
        {
            Array.Sort(scores, rest, 0, others);
            Fill(rest.AsSpan(0, others), scores.AsSpan(0, others), open, ties, decisions, picked, undecided);
        }

        Add(picked, items);
        quotas.Add(new(ruleIndex, district, group.Length, quota, picked.Count));
    }

    /// <summary>Takes the lowest; equals that straddle the edge of the quota are the tie.</summary>
    private void Fill(
        ReadOnlySpan<int> lowest, ReadOnlySpan<decimal> scores, int open, TiePolicy ties,
        IReadOnlyList<Decided> decisions, List<Listed> picked, List<UndecidedTie> undecided)
    {
        var edge = scores[open - 1];
        int from = open - 1, to = open;
        while (from > 0 && scores[from - 1] == edge)
        {
            from--;
        }

        while (to < scores.Length && scores[to] == edge)
        {
            to++;
        }

        var isTie = to > open;
        foreach (var i in lowest[..(isTie ? from : open)])
        {
            picked.Add(new(i, ListingReason.LowestRank));
        }

        if (isTie && ties is TiePolicy.IncludeTies)
        {
            foreach (var i in lowest[from..to])
            {
                picked.Add(new(i, ListingReason.Tie));
            }
        }
        else if (isTie)
        {
            Settle(lowest[from..to].ToArray(), open - from, decisions, picked, undecided);
        }
    }

    /// <summary>Lower satisfaction first, then last year's worse rank, else a recorded decision. A figure that one of the tied lacks decides nothing.</summary>
    private void Settle(int[] tied, int toChoose, IReadOnlyList<Decided> decisions, List<Listed> picked, List<UndecidedTie> undecided)
    {
        foreach (var by in (ReadOnlySpan<TieBreak>)[TieBreak.Satisfaction, TieBreak.LastYearRank])
        {
            var keys = new decimal[tied.Length];
            var known = true;
            for (var t = 0; t < tied.Length; t++)
            {
                ref readonly var c = ref candidates[tied[t]];
                var key = by is TieBreak.Satisfaction ? c.Satisfaction : -c.LastRank;
                known &= key is not null;
                keys[t] = key ?? 0;
            }

            if (!known)
            {
                continue;
            }

            Array.Sort(keys, tied);
            var edge = keys[toChoose - 1];
            var below = keys.AsSpan(0, toChoose).IndexOf(edge);
            var upTo = keys.AsSpan().LastIndexOf(edge) + 1;
            var settled = upTo == toChoose ? toChoose : below;
            foreach (var i in tied.AsSpan(0, settled))
            {
                picked.Add(new(i, ListingReason.LowestRank, by));
            }

            if (settled == toChoose)
            {
                return;
            }

            (tied, toChoose) = (tied[below..upTo], toChoose - below);
        }

        Decide(tied, toChoose, decisions, picked, undecided);
    }

    private void Decide(int[] tied, int toChoose, IReadOnlyList<Decided> decisions, List<Listed> picked, List<UndecidedTie> undecided)
    {
        foreach (var decision in decisions)
        {
            if (decision.Rule == ruleIndex && decision.District == district
                && decision.Candidates.Count == toChoose && decision.Candidates.All(tied.Contains) && decision.Candidates.Distinct().Count() == toChoose)
            {
                foreach (var i in decision.Candidates)
                {
                    picked.Add(new(i, ListingReason.LowestRank, TieBreak.Decision));
                }

                return;
            }
        }

        Array.Sort(tied);
        undecided.Add(new(ruleIndex, district, toChoose, tied));
    }

    /// <summary>The list in the order people read it: what lists directly, then from the lowest; equals in the order of the tree.</summary>
    private void Add(List<Listed> picked, List<Listed> items)
    {
        var keys = new (int Reason, decimal Score, int Candidate)[picked.Count];
        for (var p = 0; p < keys.Length; p++)
        {
            var direct = picked[p].Reason is ListingReason.GradeD or ListingReason.Criterion;
            keys[p] = (direct ? (int)picked[p].Reason : int.MaxValue, candidates[picked[p].Candidate].Score!.Value, picked[p].Candidate);
        }

        var ordered = picked.ToArray();
        Array.Sort(keys, ordered);
        items.AddRange(ordered);
    }
}
