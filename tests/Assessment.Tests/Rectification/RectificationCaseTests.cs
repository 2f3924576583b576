using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Rectification;
using PartyCloud.ServiceDefaults;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Rectification;

public sealed class RectificationCaseTests
{
    private static readonly DateOnly Today = new(2026, 7, 1);
    private static readonly AcceptanceRule Rule70 = Acceptance.Template;

    [Fact]
    public void A_case_goes_from_listing_to_the_end_of_the_follow_up()
    {
        var rectification = SelfChecked();
        Accept(rectification, 82, 15, 2);
        var closed = rectification.Close("2026-001", Rule70, Today, Noon);
        Assert.Equal((rectification.Id, rectification.OrganizationId, 2026, "2026-001"), (closed.RectificationId, closed.OrganizationId, closed.Year, closed.Number));
        rectification.Track(Noon);
        Assert.Equal("rectification.tracking-not-over", Code(() => rectification.End(new(2027, 6, 30), Noon)));
        rectification.End(new(2027, 7, 1), Noon);

        Assert.Equal(RectificationState.Ended, rectification.State);
    }

    [Theory]
    [InlineData(70.0, 1000, 500, RectificationState.AcceptancePassed)]
    [InlineData(69.9, 1000, 0, RectificationState.AcceptanceFailed)]
    [InlineData(95.0, 1000, 501, RectificationState.AcceptanceFailed)]
    [InlineData(70.0, 15, 7, RectificationState.AcceptancePassed)]
    [InlineData(70.0, 15, 8, RectificationState.AcceptanceFailed)]
    public void T65_seventy_points_pass_and_more_than_half_dissatisfied_fails(double score, int ballots, int dissatisfied, RectificationState expected)
    {
        var rectification = SelfChecked();

        Accept(rectification, (decimal)score, ballots, dissatisfied);

        Assert.Equal(expected, rectification.State);
    }

    [Fact]
    public void After_a_failed_acceptance_a_new_measure_starts_the_work_again()
    {
        var rectification = SelfChecked();
        Accept(rectification, 60, 15, 0);
        Assert.Equal("rectification.not-rectifying", Code(() => rectification.ReportSelfCheck("again", Today, Noon)));

        Measure(rectification);
        Assert.Equal(RectificationState.Rectifying, rectification.State);
        rectification.ReportSelfCheck("done now", Today, Noon);
        Accept(rectification, 75, 15, 0);

        Assert.Equal(RectificationState.AcceptancePassed, rectification.State);
        Assert.Equal([(1, false), (2, true)], rectification.Acceptances.Select(a => (a.Number, a.Passed)));
    }

    [Fact]
    public void Closing_needs_an_acceptance_that_passed()
    {
        var rectification = SelfChecked();
        Assert.Equal("rectification.not-accepted", Code(() => rectification.Close("1", Rule70, Today, Noon)));
        Accept(rectification, 60, 15, 0);

        Assert.Equal("rectification.not-accepted", Code(() => rectification.Close("1", Rule70, Today, Noon)));
    }

    [Fact]
    public void A_plan_with_measures_starts_when_it_is_approved_and_one_without_waits_for_the_first()
    {
        var with = Planned();
        Measure(with);
        with.ApprovePlan("department", Noon);
        var without = Planned();
        without.ApprovePlan("department", Noon);

        Assert.Equal((RectificationState.Rectifying, RectificationState.PlanApproved), (with.State, without.State));
        Measure(without);
        Assert.Equal(RectificationState.Rectifying, without.State);
    }

    [Fact]
    public void A_plan_can_be_rewritten_until_it_is_approved()
    {
        var rectification = Planned();
        rectification.DraftPlan("other causes", "goal", Today, Today, Noon);
        rectification.ApprovePlan("department", Noon);

        Assert.Equal("other causes", rectification.Causes);
        Assert.Equal("rectification.plan-already-approved", Code(() => rectification.DraftPlan("late", "goal", Today, Today, Noon)));
        Assert.Equal("rectification.no-plan-to-approve", Code(() => rectification.ApprovePlan("department", Noon)));
    }

    [Fact]
    public void A_measure_is_done_once_and_overdue_until_then()
    {
        var rectification = Planned();
        rectification.ApprovePlan("department", Noon);
        var measure = Measure(rectification);
        Assert.True(measure.IsOverdue(measure.Deadline.AddDays(1)));

        rectification.CompleteMeasure(measure.Number, Today, "secretary appointed", Today, Noon);

        Assert.False(measure.IsOverdue(measure.Deadline.AddDays(1)));
        Assert.Equal("rectification.measure-already-done", Code(() => rectification.CompleteMeasure(measure.Number, Today, "again", Today, Noon)));
        Assert.Equal("rectification.no-such-measure", Code(() => rectification.CompleteMeasure(2, Today, "", Today, Noon)));
    }

    [Fact]
    public void Steps_out_of_order_are_refused()
    {
        var rectification = Identified();

        Assert.Equal("rectification.measures-not-now", Code(() => Measure(rectification)));
        Assert.Equal("rectification.not-rectifying", Code(() => rectification.ReportSelfCheck("", Today, Noon)));
        Assert.Equal("rectification.not-self-checked", Code(() => Accept(rectification, 90, 15, 0)));
        Assert.Equal("rectification.not-closed", Code(() => rectification.Track(Noon)));
        Assert.Equal("rectification.not-tracking", Code(() => rectification.End(Today, Noon)));
        Assert.Equal("rectification.deadline-passed", Code(() => rectification.DraftPlan("", "", Today.AddDays(-1), Today, Noon)));
        Assert.Equal("rectification.ballots-impossible", Code(() => Accept(SelfChecked(), 90, 15, 16)));
        Assert.Equal("rectification.ballots-impossible", Code(() => Accept(SelfChecked(), 90, 0, 0)));
    }

    [Fact]
    public void Selected_again_a_case_gives_way_to_a_new_one()
    {
        var rectification = SelfChecked();
        rectification.Relist(Noon);

        Assert.Equal(RectificationState.Relisted, rectification.State);
        Assert.Equal("rectification.over", Code(() => rectification.Relist(Noon)));
    }

    private static RectificationCase Identified() => RectificationCase.Open(
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), 2026, Guid.CreateVersion7(), "V01", "001001", "示例支部", "village", ListingReason.GradeD), Noon);

    private static RectificationCase Planned()
    {
        var rectification = Identified();
        rectification.DraftPlan("no secretary for four months", "a full team", Today.AddMonths(3), Today, Noon);
        return rectification;
    }

    private static RectificationCase SelfChecked()
    {
        var rectification = Planned();
        Measure(rectification);
        rectification.ApprovePlan("department", Noon);
        rectification.ReportSelfCheck("done", Today, Noon);
        return rectification;
    }

    private static RectificationMeasure Measure(RectificationCase rectification) =>
        rectification.AddMeasure("no secretary", "appoint one", "township committee", Today.AddDays(30), MeasurePriority.Immediate, Today, Noon);

    private static void Accept(RectificationCase rectification, decimal score, int ballots, int dissatisfied) =>
        rectification.Accept(Rule70, score, ballots, dissatisfied, "joint team", "seen", Today, Today, Noon);

    private static string Code(Action action) => Assert.Throws<RuleViolationException>(action).Code;
}
