using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Schemes;

public sealed class ScoringPlanTests
{
    [Fact]
    public void T66_stages_of_20_30_and_50_percent_make_84_5()
    {
        var plan = new ScoringPlan(Single() with { Stages = ThreeStages });

        Assert.Equal(84.5m, plan.Score([90, 80, 85]).Score);
        Assert.Equal(84.5m, plan.Compose(90, 80, 85));
    }

    [Fact]
    public void T60_basic_55_bonus_12_and_reverse_5_make_82_and_a_zeroing_item_takes_all()
    {
        var plan = new ScoringPlan(SchemeTemplates.VanguardIndex);

        Assert.Equal(new CompositeScore(82, false, 0, null), plan.Score([55, 12, 5, null]));
        Assert.Equal(new CompositeScore(0, true, 0, null), plan.Score([55, 12, 5, 1]));
        Assert.Equal(3, Grading.Band(SchemeTemplates.VanguardIndex.Grades, 0, vetoed: true));
    }

    [Theory]
    [InlineData(88, 89.4, "fourStars")]
    [InlineData(90, 90.0, "fiveStars")]
    public void T61_base_96_less_6_at_70_percent_and_the_appraisal_at_30(int appraisal, double expected, string star)
    {
        var plan = new ScoringPlan(SchemeTemplates.StarRating);

        var score = plan.Score([96, 6, appraisal]);

        Assert.Equal((decimal)expected, score.Score);
        Assert.Equal(star, SchemeTemplates.StarRating.Grades[Grading.Band(SchemeTemplates.StarRating.Grades, score.Score, score.Vetoed)].Grade);
    }

    [Fact]
    public void Bonuses_stop_at_their_cap_and_at_the_caps_of_the_dimension()
    {
        var plan = new ScoringPlan(new(
            100,
            [new("base", [Manual("m", 100)]), new("extras", [new("a", "a", IndicatorMethod.Bonus, Cap: 4), new("b", "b", IndicatorMethod.Bonus, 4)], Cap: 5)],
            [new("yearEnd", 1)],
            AToD));

        Assert.Equal(84, plan.Score([80, 9, null]).Score);
        Assert.Equal(85, plan.Score([80, 9, 9]).Score);
    }

    [Fact]
    public void Deductions_never_leave_anybody_below_zero()
    {
        var plan = new ScoringPlan(new(
            100, [new("base", [Manual("m", 100)]), new("minus", [new("d", "d", IndicatorMethod.Deduction)])], [new("yearEnd", 1)], AToD));

        Assert.Equal(50, plan.Score([80, 30]).Score);
        Assert.Equal(0, plan.Score([80, 90]).Score);
    }

    [Fact]
    public void A_fact_counts_by_its_factor_up_to_the_full_mark()
    {
        var plan = new ScoringPlan(new(
            30, [new("base", [new("meetings", "meetings", IndicatorMethod.Fact, 30, Factor: 2.5m)])], [new("yearEnd", 1)], [new("A", 20), new("B", 0)]));

        Assert.Equal(27.5m, plan.Score([11]).Score);
        Assert.Equal(30m, plan.Score([40]).Score);
    }

    [Fact]
    public void A_missing_value_is_missing_and_a_missing_bonus_is_none()
    {
        var plan = new ScoringPlan(SchemeTemplates.VanguardIndex with { Stages = ThreeStages });

        Assert.Equal(3, plan.Required);
        Assert.Equal(2, plan.Score([55, null, null, null, null, 3, null, null, null, null, 3, 1]).Missing);
        Assert.Equal(["selfCheck basic", "spotCheck basic", "yearEnd basic"], plan.RequiredSlots.Select(s => $"{plan.At(s).Stage} {plan.At(s).Indicator.Code}"));
        Assert.Equal(5, plan.Slot("spotCheck", "positive"));
        Assert.Equal(-1, plan.Slot("spotCheck", "other"));
    }

    [Fact]
    public void Satisfaction_is_weighted_over_the_stages_and_unknown_where_one_lacks()
    {
        var plan = new ScoringPlan(new(
            100, [new("base", [Manual("m", 90), new("rate", "rate", IndicatorMethod.Fact, 10, Factor: 0.1m)])], [new("spotCheck", 0.5m), new("yearEnd", 0.5m)], AToD, "rate"));

        Assert.Equal(85m, plan.Score([1, 80, 1, 90]).Satisfaction);
        Assert.Null(plan.Score([1, 80, 1, null]).Satisfaction);
    }

    [Theory]
    [InlineData(-1, "score.negative")]
    [InlineData(60.5, "score.above-points")]
    [InlineData(2_000_000, "score.out-of-range")]
    [InlineData(1.00001, "score.too-precise")]
    [InlineData(60, null)]
    public void A_value_that_cannot_be_is_refused(double value, string? code) =>
        Assert.Equal(code, ScoringPlan.Refuse(Manual("m", 60), (decimal)value));

    [Fact]
    public void The_explanation_adds_up_to_the_score()
    {
        var random = new Random(7);
        var plan = new ScoringPlan(SchemeTemplates.ThreeStages);
        for (var round = 0; round < 200; round++)
        {
            var values = Enumerable.Range(0, plan.Width)
                .Select(s => plan.At(s).Indicator is var i && i.Method is IndicatorMethod.Veto ? null : (decimal?)Math.Min(random.Next(0, 100) / 10m, i.Points > 0 ? i.Points : 10))
                .ToArray();

            var stages = plan.Explain(values).Where(l => l.Indicator is null).GroupBy(l => l.Stage).ToDictionary(g => g.Key, g => g.Sum(l => l.Points));

            Assert.Equal(
                SchemeTemplates.ThreeStages.Stages.Sum(s => s.Weight * Math.Max(0, stages[s.Stage])),
                plan.Score(values).Score);
        }
    }
}
