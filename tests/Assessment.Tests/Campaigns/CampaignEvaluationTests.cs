using PartyCloud.Assessment.Campaigns;
using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Campaigns;

public sealed class CampaignEvaluationTests
{
    private static readonly CampaignRules Rules = CampaignRules.ThreeAdvance(2026);
    private static readonly DateOnly CutOff = new(2026, 12, 31);

    private static readonly CampaignFacts Excellent = new(
        "townshipCommittee",
        CutOff,
        450,
        new Dictionary<string, Ratio>
        {
            ["firstClassBranches"] = new(4, 5),
            ["satisfactionWithTeam"] = new(900, 1000),
            ["satisfactionWithMembers"] = new(95, 100),
            ["satisfactionWithCadres"] = new(95, 100),
            ["leadersAmongMembers"] = new(2, 5),
        },
        new Dictionary<string, Mean> { ["meanAge"] = new(45 * 20, 20) },
        [new("“五好”乡镇党委", HonourLevel.County, new(2025, 7, 1))],
        new Dictionary<string, bool> { ["publicOrder"] = true, ["economicTargets"] = true, ["facilities"] = true, ["duesAndLife"] = true, ["tasksDone"] = true });

    [Theory]
    [InlineData("townshipCommittee", 449.99, CriterionVerdict.Fail)] // T30
    [InlineData("townshipCommittee", 450, CriterionVerdict.Pass)]
    [InlineData("townshipCommittee", 450.5, CriterionVerdict.Pass)]
    [InlineData("countyCommittee", 399.9, CriterionVerdict.Fail)] // T31
    [InlineData("countyCommittee", 400, CriterionVerdict.Pass)]
    [InlineData("generalBranch", 399.9, CriterionVerdict.Fail)]
    [InlineData("generalBranch", 400, CriterionVerdict.Pass)]
    public void T30_T31_the_score_is_held_against_the_threshold_of_the_category(string category, double score, CriterionVerdict expected) =>
        Assert.Equal(expected, Verdict("score", Excellent with { Category = category, Score = (decimal)score }).Verdict);

    [Theory]
    [InlineData("firstClassBranches", 4, 5, CriterionVerdict.Pass, "80.00%")] // T32
    [InlineData("firstClassBranches", 5, 7, CriterionVerdict.Fail, "71.43%")]
    [InlineData("firstClassBranches", 6, 7, CriterionVerdict.Pass, "85.71%")]
    [InlineData("firstClassBranches", 0, 0, CriterionVerdict.NotApplicable, null)]
    [InlineData("satisfactionWithTeam", 899, 1000, CriterionVerdict.Fail, "89.90%")] // T33
    [InlineData("satisfactionWithTeam", 900, 1000, CriterionVerdict.Pass, "90.00%")]
    [InlineData("leadersAmongMembers", 2, 5, CriterionVerdict.Pass, "40.00%")] // T34
    [InlineData("leadersAmongMembers", 5, 13, CriterionVerdict.Fail, "38.46%")]
    [InlineData("leadersAmongMembers", 6, 13, CriterionVerdict.Pass, "46.15%")]
    [InlineData("leadersAmongMembers", 39, 98, CriterionVerdict.Fail, "39.80%")]
    [InlineData("leadersAmongMembers", 39_999, 100_000, CriterionVerdict.Fail, "39.99%")] // rounding would show 40.00%
    public void T32_T33_T34_shares_are_compared_in_integers_and_never_shown_as_a_pass_they_are_not(
        string code, int part, int whole, CriterionVerdict expected, string? shown)
    {
        var facts = Excellent with { Ratios = new Dictionary<string, Ratio> { [code] = new(part, whole) } };

        Assert.Equal(new CriterionResult(code, expected, shown), Verdict(code, facts));
    }

    [Theory]
    [InlineData(4500, 100, CriterionVerdict.Pass, "45.00")] // T35
    [InlineData(4501, 100, CriterionVerdict.Fail, "45.01")]
    [InlineData(450_001, 10_000, CriterionVerdict.Fail, "45.01")] // 45.0001 must not be shown as 45.00
    [InlineData(0, 0, CriterionVerdict.NotApplicable, null)]
    public void T35_the_mean_age_is_compared_without_rounding(int sum, int count, CriterionVerdict expected, string? shown) =>
        Assert.Equal(
            new CriterionResult("meanAge", expected, shown),
            Verdict("meanAge", Excellent with { Means = new Dictionary<string, Mean> { ["meanAge"] = new(sum, count) } }));

    [Theory]
    [InlineData(2024, 12, 30, HonourLevel.County, CriterionVerdict.Fail)] // T36: two years and a day
    [InlineData(2024, 12, 31, HonourLevel.County, CriterionVerdict.Pass)]
    [InlineData(2026, 12, 31, HonourLevel.Nation, CriterionVerdict.Pass)]
    [InlineData(2027, 1, 1, HonourLevel.County, CriterionVerdict.Fail)]
    [InlineData(2025, 7, 1, HonourLevel.Township, CriterionVerdict.Fail)]
    public void T36_an_honour_of_exactly_two_years_still_counts(int year, int month, int day, HonourLevel level, CriterionVerdict expected) =>
        Assert.Equal(expected, Verdict("honour", Excellent with { Honours = [new("先进基层党组织", level, new(year, month, day))] }).Verdict);

    [Fact]
    public void T37_all_pass_but_a_disqualification_refuses_with_its_reason()
    {
        var subject = new Subject(SubjectKind.Organization, Guid.CreateVersion7(), "示例党委", Guid.CreateVersion7(), "001001");
        var (restriction, _) = Restriction.Impose(ConsequenceRules.Falsification, subject, new(2025, 5, 20), Guid.CreateVersion7(), Noon);

        Assert.All(Rules.Tracks, t => Assert.True(CampaignEvaluation.Award(t, Excellent, []).Passed));
        Assert.All(Rules.Tracks, t => Assert.Equal(
            "restriction.falsification",
            Assert.Throws<RuleViolationException>(() => CampaignEvaluation.Award(t, Excellent, [restriction])).Code));
    }

    [Fact]
    public void One_unmet_criterion_fails_the_track_and_is_named()
    {
        var facts = Excellent with { Score = 449.99m };

        Assert.False(CampaignEvaluation.Evaluate(Rules.Tracks[0], facts).Passed);
        var refused = Assert.Throws<RuleViolationException>(() => CampaignEvaluation.Award(Rules.Tracks[0], facts, []));
        Assert.Equal(("campaign.criteria-not-met", "score"), (refused.Code, Assert.Single(refused.Arguments)));
        Assert.True(CampaignEvaluation.Evaluate(Rules.Tracks[1], facts).Passed);
    }

    [Fact]
    public void What_nobody_recorded_is_missing_and_does_not_pass()
    {
        var result = CampaignEvaluation.Evaluate(Rules.Tracks[0], new("townshipCommittee", CutOff));

        Assert.False(result.Passed);
        Assert.Equal(6, result.Criteria.Count(c => c.Verdict is CriterionVerdict.Missing));
    }

    [Fact]
    public void What_does_not_apply_is_left_out_or_fails_as_the_rules_say()
    {
        var facts = Excellent with { Ratios = new Dictionary<string, Ratio> { ["branches"] = new(0, 0) } };

        Assert.True(CampaignEvaluation.Evaluate(new CampaignTrack("t", "t", [new RatioAtLeast("branches", 8000)]), facts).Passed);
        Assert.False(CampaignEvaluation.Evaluate(new CampaignTrack("t", "t", [new RatioAtLeast("branches", 8000, WhenNotApplicable.Fail)]), facts).Passed);
    }

    [Theory]
    [InlineData(1966, 8, 15, 2026, 8, 14, 59)]
    [InlineData(1966, 8, 15, 2026, 8, 15, 60)]
    [InlineData(2000, 2, 29, 2026, 2, 28, 26)]
    public void Age_is_counted_in_full_years(int y, int m, int d, int onY, int onM, int onD, int age) =>
        Assert.Equal(age, CampaignEvaluation.AgeOn(new(y, m, d), new(onY, onM, onD)));

    private static CriterionResult Verdict(string code, CampaignFacts facts) =>
        CampaignEvaluation.Evaluate(Rules.Tracks.SelectMany(t => t.Criteria).Single(c => c.Code == code), facts);
}
