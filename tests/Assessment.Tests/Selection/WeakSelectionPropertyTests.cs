using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Selection;

namespace PartyCloud.Assessment.Tests.Selection;

/// <summary>The selection against the rule written down as plainly as it reads, on thousands of small random cases.</summary>
public sealed class WeakSelectionPropertyTests
{
    [Theory]
    [InlineData(TiePolicy.IncludeTies, SelectionPer.Scope)]
    [InlineData(TiePolicy.IncludeTies, SelectionPer.District)]
    [InlineData(TiePolicy.Ordered, SelectionPer.Scope)]
    [InlineData(TiePolicy.Ordered, SelectionPer.District)]
    public void The_list_is_the_one_the_rule_says(TiePolicy ties, SelectionPer per)
    {
        var random = new Random(2026);
        for (var round = 0; round < 3000; round++)
        {
            var (candidates, rules) = Case(random);

            var outcome = WeakSelection.Run(candidates, rules, ties, per, []);
            var expected = Naive(candidates, rules, ties, per);

            Assert.Equal(expected.Listed.Order(), outcome.Items.Select(i => i.Candidate).Order());
            Assert.Equal(expected.Blocked, outcome.Undecided.Select(u => string.Join(",", u.Candidates.Order())).Order());
            Assert.Equal(expected.Quotas.Order(), outcome.Quotas.Where(q => q.Assessed > 0).Select(q => (q.Rule, q.District, q.Quota)).Order());
        }
    }

    [Fact]
    public void The_order_of_rows_decides_nothing()
    {
        var random = new Random(17);
        for (var round = 0; round < 1000; round++)
        {
            var (candidates, rules) = Case(random);
            var shuffle = Enumerable.Range(0, candidates.Length).ToArray();
            random.Shuffle(shuffle);
            Candidate[] shuffled = [.. shuffle.Select(i => candidates[i])];

            var one = WeakSelection.Run(candidates, rules, TiePolicy.Ordered, SelectionPer.District, []);
            var other = WeakSelection.Run(shuffled, rules, TiePolicy.Ordered, SelectionPer.District, []);

            Assert.Equal(
                one.Items.Select(i => (i.Candidate, i.Reason, i.DecidedBy)).Order(),
                other.Items.Select(i => (shuffle[i.Candidate], i.Reason, i.DecidedBy)).Order());
        }
    }

    [Fact]
    public void A_decision_about_every_tie_completes_the_list()
    {
        var random = new Random(5);
        for (var round = 0; round < 1000; round++)
        {
            var (candidates, rules) = Case(random);
            var blocked = WeakSelection.Run(candidates, rules, TiePolicy.Ordered, SelectionPer.Scope, []);
            Decided[] decisions = [.. blocked.Undecided.Select(u => new Decided(u.Rule, u.District, [.. u.Candidates.Take(u.ToChoose)]))];

            var decided = WeakSelection.Run(candidates, rules, TiePolicy.Ordered, SelectionPer.Scope, decisions);

            Assert.Empty(decided.Undecided);
            Assert.All(decided.Quotas, q => Assert.True(q.Listed >= Math.Min(q.Quota, q.Assessed)));
            Assert.Equal(blocked.Items.Count + blocked.Undecided.Sum(u => u.ToChoose), decided.Items.Count);
        }
    }

    [Fact]
    public void A_hundred_thousand_organizations_are_listed_by_district_and_type_each_with_its_share()
    {
        var random = new Random(3);
        var rules = SelectionExample.Rules;
        Candidate[] all = [.. Enumerable.Range(0, 100_000).Select(i => new Candidate(i % 6, i / 6 % 38, random.Next(400_000, 1_000_000) / 10_000m, random.Next(50) == 0, random.Next(100), random.Next(1, 9000)))];

        var outcome = WeakSelection.Run(all, rules, TiePolicy.Ordered, SelectionPer.District, []);

        Assert.Empty(outcome.Undecided);
        Assert.Equal(38 * rules.Length, outcome.Quotas.Count);
        Assert.All(outcome.Quotas, quota => Assert.True(quota.Listed >= Math.Min(quota.Quota, quota.Assessed)));
        Assert.Equal(outcome.Quotas.Sum(quota => quota.Listed), outcome.Items.Count);
    }

    private static (Candidate[] Candidates, SelectionRule[] Rules) Case(Random random)
    {
        SelectionRule[] rules =
        [
            .. Enumerable.Range(0, random.Next(1, 4)).Select(i => new SelectionRule(
                $"type{i}",
                random.Next(5) == 0 ? null : random.Next(0, 10_001),
                random.Next(4) == 0 ? random.Next(60, 63) : null,
                random.Next(4) == 0 ? random.Next(80, 83) : null)),
        ];
        Candidate[] candidates =
        [
            .. Enumerable.Range(0, random.Next(0, 25)).Select(_ => new Candidate(
                random.Next(-1, rules.Length),
                random.Next(-1, 3),
                60 + (random.Next(8) * 0.5m),
                random.Next(6) == 0,
                random.Next(5) == 0 ? null : 80 + random.Next(4),
                random.Next(5) == 0 ? null : random.Next(1, 4))),
        ];
        return (candidates, rules);
    }

    private static (List<int> Listed, List<string> Blocked, List<(int, int, int)> Quotas) Naive(
        Candidate[] candidates, SelectionRule[] rules, TiePolicy ties, SelectionPer per)
    {
        var listed = new List<int>();
        var blocked = new List<string>();
        var quotas = new List<(int, int, int)>();
        var groups = Enumerable.Range(0, candidates.Length)
            .Where(i => candidates[i].Rule >= 0)
            .GroupBy(i => (candidates[i].Rule, District: per is SelectionPer.District ? candidates[i].District : -1));
        foreach (var group in groups)
        {
            var rule = rules[group.Key.Rule];
            var direct = group.Where(i => candidates[i].IsGradeListed || candidates[i].Score < rule.ScoreBelow || candidates[i].Satisfaction < rule.SatisfactionBelow).ToList();
            var quota = (int)Math.Ceiling(group.Count() * (rule.MinShareBasisPoints ?? 0) / 10_000m);
            quotas.Add((group.Key.Rule, group.Key.District, quota));
            listed.AddRange(direct);
            var rest = group.Except(direct).ToList();
            var open = Math.Min(quota - direct.Count, rest.Count);
            while (open > 0)
            {
                var lowest = rest.Where(i => candidates[i].Score == rest.Min(r => candidates[r].Score)).ToList();
                if (lowest.Count > open && ties is TiePolicy.Ordered)
                {
                    lowest = Narrow(candidates, lowest, open, listed, blocked);
                    listed.AddRange(lowest);
                    break;
                }

                listed.AddRange(lowest);
                rest = [.. rest.Except(lowest)];
                open -= lowest.Count;
            }
        }

        return (listed, [.. blocked.Order()], quotas);
    }

    /// <summary>Takes whoever is clearly behind, criterion by criterion; blocks on who is left.</summary>
    private static List<int> Narrow(Candidate[] candidates, List<int> tied, int open, List<int> listed, List<string> blocked)
    {
        foreach (var key in new Func<Candidate, decimal?>[] { c => c.Satisfaction, c => -c.LastRank })
        {
            if (tied.Exists(i => key(candidates[i]) is null))
            {
                continue;
            }

            while (open > 0)
            {
                var worst = tied.Where(i => key(candidates[i]) == tied.Min(t => key(candidates[t]))).ToList();
                if (worst.Count > open)
                {
                    tied = worst;
                    break;
                }

                listed.AddRange(worst);
                tied = [.. tied.Except(worst)];
                open -= worst.Count;
            }

            if (open == 0)
            {
                return [];
            }
        }

        blocked.Add(string.Join(",", tied.Order()));
        return [];
    }
}
