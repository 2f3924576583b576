using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Selection;
using static PartyCloud.Assessment.Tests.Selection.SelectionExample;

namespace PartyCloud.Assessment.Tests.Selection;

public sealed class WeakSelectionTests
{
    private static readonly SelectionRule[] TwoOfNine = [new("village", 1500)];

    /// <summary>T14: ascending 61.0, 63.5, 63.5, 70 … with a quota of 2.</summary>
    private static readonly Candidate[] Tied =
    [
        .. new[] { 70m, 63.5m, 72m, 61m, 75m, 63.5m, 80m, 90m, 91m }.Select(s => new Candidate(0, -1, s, false)),
    ];

    [Fact]
    public void The_example_of_120_organizations_lists_15()
    {
        var outcome = Select(Everyone());

        Assert.Equal([7, 2, 1, 2, 2, 1], outcome.Quotas.Select(q => q.Quota));
        Assert.Equal(Sizes, outcome.Quotas.Select(q => q.Assessed));
        Assert.Equal(15, outcome.Items.Count);
        Assert.All(outcome.Items, i => Assert.Equal(ListingReason.LowestRank, i.Reason));
    }

    [Fact]
    public void T11_one_D_and_the_lowest_other_fill_a_quota_of_two()
    {
        var all = Everyone();
        all[First(NonPublic) + 9] = all[First(NonPublic) + 9] with { IsGradeListed = true };

        var outcome = Select(all);

        Assert.Equal(
            [new Listed(First(NonPublic) + 9, ListingReason.GradeD), new(First(NonPublic), ListingReason.LowestRank)],
            outcome.Items.Where(i => all[i.Candidate].Rule == NonPublic));
        Assert.Equal(15, outcome.Items.Count);
    }

    [Fact]
    public void T12_five_D_are_all_listed_and_the_example_has_18()
    {
        var all = Everyone();
        for (var i = 0; i < 5; i++)
        {
            all[First(NonPublic) + (4 * i)] = all[First(NonPublic) + (4 * i)] with { IsGradeListed = true };
        }

        var outcome = Select(all);

        Assert.Equal(5, outcome.Items.Count(i => all[i.Candidate].Rule == NonPublic && i.Reason is ListingReason.GradeD));
        Assert.Equal(new QuotaLine(NonPublic, -1, 23, 2, 5), outcome.Quotas[NonPublic]);
        Assert.Equal(18, outcome.Items.Count);
    }

    [Fact]
    public void T13_a_D_by_veto_with_the_40th_score_counts_toward_the_quota()
    {
        var all = Everyone();
        all[First(Village) + 39] = all[First(Village) + 39] with { IsGradeListed = true };

        var villages = Select(all).Items.Where(i => all[i.Candidate].Rule == Village).ToArray();

        Assert.Equal(new Listed(First(Village) + 39, ListingReason.GradeD), villages[0]);
        Assert.Equal(Enumerable.Range(First(Village), 6), villages.Skip(1).Select(i => i.Candidate));
    }

    [Fact]
    public void T14_including_ties_lists_three()
    {
        Assert.Equal(
            [new Listed(3, ListingReason.LowestRank), new(1, ListingReason.Tie), new(5, ListingReason.Tie)],
            Select(Tied, rules: TwoOfNine).Items);
    }

    [Theory]
    [InlineData(90, 80, 1, 9, 5, TieBreak.Satisfaction)]
    [InlineData(80, 90, 9, 1, 1, TieBreak.Satisfaction)]
    [InlineData(80, 80, 1, 9, 5, TieBreak.LastYearRank)]
    [InlineData(80, 80, 9, 1, 1, TieBreak.LastYearRank)]
    public void T14_ordered_lists_two_by_lower_satisfaction_then_the_worse_rank_of_last_year(
        int oneSatisfaction, int otherSatisfaction, int oneRank, int otherRank, int listed, TieBreak by)
    {
        var all = Tied.ToArray();
        all[1] = all[1] with { Satisfaction = oneSatisfaction, LastRank = oneRank };
        all[5] = all[5] with { Satisfaction = otherSatisfaction, LastRank = otherRank };

        Assert.Equal(
            [new Listed(3, ListingReason.LowestRank), new(listed, ListingReason.LowestRank, by)],
            Select(all, TiePolicy.Ordered, rules: TwoOfNine).Items);
    }

    [Fact]
    public void T14_a_tie_that_nothing_separates_waits_for_a_recorded_decision()
    {
        var blocked = Select(Tied, TiePolicy.Ordered, rules: TwoOfNine);
        var tie = Assert.Single(blocked.Undecided);

        Assert.Equal((1, 0, -1), (tie.ToChoose, tie.Rule, tie.District));
        Assert.Equal([1, 5], tie.Candidates);
        Assert.Equal(
            [new Listed(3, ListingReason.LowestRank), new(5, ListingReason.LowestRank, TieBreak.Decision)],
            Select(Tied, TiePolicy.Ordered, rules: TwoOfNine, decisions: new Decided(0, -1, [5])).Items);
    }

    [Theory]
    [InlineData(new[] { 1, 5 })] // more than the quota leaves
    [InlineData(new[] { 3 })] // not one of the tied
    [InlineData(new int[0])]
    public void A_decision_that_does_not_fit_the_tie_settles_nothing(int[] chosen) =>
        Assert.Single(Select(Tied, TiePolicy.Ordered, rules: TwoOfNine, decisions: new Decided(0, -1, chosen)).Undecided);

    [Fact]
    public void A_figure_that_only_one_of_the_tied_has_decides_nothing()
    {
        var all = Tied.ToArray();
        all[1] = all[1] with { Satisfaction = 10, LastRank = 3 };
        all[5] = all[5] with { LastRank = 2 };

        Assert.Equal(new Listed(1, ListingReason.LowestRank, TieBreak.LastYearRank), Select(all, TiePolicy.Ordered, rules: TwoOfNine).Items[1]);
    }

    [Fact]
    public void T15_a_second_run_gives_the_identical_list()
    {
        var all = Everyone();
        all[50] = all[50] with { IsGradeListed = true };

        Assert.Equal(Select(all).Items, Select(all).Items);
        Assert.Equal(Select(all).Quotas, Select(all).Quotas);
    }

    [Fact]
    public void T16_an_unscored_organization_is_named_and_never_counts_as_zero()
    {
        var all = Everyone();
        all[7] = all[7] with { Score = null };

        var outcome = Select(all);

        Assert.Equal([7], outcome.Missing);
        Assert.DoesNotContain(outcome.Items, i => i.Candidate == 7);
    }

    [Fact]
    public void T17_quotas_per_district_add_up_to_more_than_the_quota_of_the_city()
    {
        Candidate[] all = [.. Enumerable.Range(0, 22).Select(i => new Candidate(0, i % 2, 60 + i, false))];

        var perDistrict = Select(all, per: SelectionPer.District, rules: [new("village", 1000)]);

        Assert.Equal([(0, 11, 2, 2), (1, 11, 2, 2)], perDistrict.Quotas.Select(q => (q.District, q.Assessed, q.Quota, q.Listed)));
        Assert.Equal(4, perDistrict.Items.Count);
        Assert.Equal([0, 2, 1, 3], perDistrict.Items.Select(i => i.Candidate));
        Assert.Equal(3, Select(all, rules: [new("village", 1000)]).Items.Count);
    }

    [Fact]
    public void Who_belongs_to_no_district_is_a_group_of_its_own()
    {
        Candidate[] all = [new(0, -1, 70, false), new(0, 0, 60, false), new(0, 0, 65, false)];

        var outcome = Select(all, per: SelectionPer.District, rules: [new("village", 1)]);

        Assert.Equal([(-1, 1), (0, 1)], outcome.Quotas.Select(q => (q.District, q.Listed)));
        Assert.Equal([0, 1], outcome.Items.Select(i => i.Candidate));
    }

    [Fact]
    public void A_type_without_a_rule_is_left_out() =>
        Assert.Empty(Select([new(-1, -1, 10, true)], rules: [new("village", 1500)]).Items);

    [Fact]
    public void Without_a_share_only_criteria_and_grades_list()
    {
        Candidate[] all = [new(0, -1, 59, true), new(0, -1, 61, false, 59), new(0, -1, 62, false, 60), new(0, -1, 40, false), new(0, -1, 63, false)];

        Assert.Equal(
            [new Listed(0, ListingReason.GradeD), new(3, ListingReason.Criterion), new(1, ListingReason.Criterion)],
            Select(all, rules: [new("village", null, ScoreBelow: 50, SatisfactionBelow: 60)]).Items);
    }

    [Fact]
    public void A_share_of_everything_lists_everybody() =>
        Assert.Equal(9, Select(Tied, TiePolicy.Ordered, rules: [new("village", 10_000)]).Items.Count);
}
