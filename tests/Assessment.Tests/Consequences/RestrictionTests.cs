using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Consequences;

public sealed class RestrictionTests
{
    private static readonly Subject Secretary = new(SubjectKind.Member, Guid.CreateVersion7(), "示例", Guid.CreateVersion7(), "001001");

    [Fact]
    public void T27_a_talk_blocks_promotion_and_awards_to_the_end_of_the_year_and_is_named_as_the_reason()
    {
        var talk = Guid.CreateVersion7();
        var (restriction, imposed) = Restriction.Impose(ConsequenceRules.Talk, Secretary, new(2026, 3, 2), talk, Noon);

        foreach (var scope in new[] { RestrictionScope.Promotion, RestrictionScope.Award })
        {
            var refused = Assert.Throws<RuleViolationException>(() => Eligibility.Require([restriction], scope, new(2026, 12, 31)));
            Assert.Equal("restriction.talk", refused.Code);
            Assert.Equal([new DateOnly(2026, 3, 2), new DateOnly(2026, 12, 31), talk], refused.Arguments);
            Eligibility.Require([restriction], scope, new(2027, 1, 1));
            Eligibility.Require([restriction], scope, new(2026, 3, 1));
        }

        Eligibility.Require([restriction], RestrictionScope.Appraisal, new(2026, 12, 31));
        Assert.Equal((Secretary.Id, new DateOnly(2026, 12, 31), talk), (imposed.SubjectId, imposed.Until, imposed.SourceId));
    }

    [Fact]
    public void T28_falsification_bars_from_all_appraisal_for_two_years()
    {
        var (restriction, _) = Restriction.Impose(ConsequenceRules.Falsification, Secretary, new(2026, 5, 20), Guid.CreateVersion7(), Noon);

        foreach (var scope in new[] { RestrictionScope.Appraisal, RestrictionScope.Award })
        {
            Assert.Equal(
                "restriction.falsification",
                Assert.Throws<RuleViolationException>(() => Eligibility.Require([restriction], scope, new(2028, 5, 19))).Code);
            Eligibility.Require([restriction], scope, new(2028, 5, 20));
        }
    }

    [Fact]
    public void A_leap_day_ends_two_years_later_on_the_28th_of_February() =>
        Assert.Equal(new DateOnly(2030, 2, 27), ConsequenceRules.Falsification.LastDay(new(2028, 2, 29)));

    [Fact]
    public void A_lifted_restriction_forbids_nothing_and_is_lifted_once()
    {
        var (restriction, _) = Restriction.Impose(ConsequenceRules.Talk, Secretary, new(2026, 3, 2), Guid.CreateVersion7(), Noon);

        var lifted = restriction.Lift("the talk was recorded for the wrong person", Noon);

        Assert.Equal((restriction.Id, 2), (lifted.RestrictionId, lifted.Version));
        Eligibility.Require([restriction], RestrictionScope.Award, new(2026, 6, 1));
        Assert.Equal("restriction.already-lifted", Assert.Throws<RuleViolationException>(() => restriction.Lift("again", Noon)).Code);
    }

    [Fact]
    public void A_talk_or_a_finding_cannot_lie_in_the_future()
    {
        var today = new DateOnly(2026, 7, 1);
        Assert.Equal("talk.in-the-future", Assert.Throws<RuleViolationException>(() =>
            AccountabilityTalk.Record(Secretary, today.AddDays(1), "department", "reason", null, today, Noon)).Code);
        Assert.Equal("finding.in-the-future", Assert.Throws<RuleViolationException>(() =>
            FalsificationFinding.Record(Secretary, today.AddDays(1), "sheets filled in at once", null, today.AddDays(9), today, Noon)).Code);
        Assert.Equal("finding.corrected-before-found", Assert.Throws<RuleViolationException>(() =>
            FalsificationFinding.Record(Secretary, today, "sheets filled in at once", null, today.AddDays(-1), today, Noon)).Code);
    }
}
