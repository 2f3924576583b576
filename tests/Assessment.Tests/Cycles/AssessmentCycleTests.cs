using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Schemes;
using PartyCloud.ServiceDefaults;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Cycles;

public sealed class AssessmentCycleTests
{
    private static AssessmentCycle Cycle(int year = 2026, bool published = true)
    {
        var scheme = AssessmentScheme.Draft("考评细则", 2026, Single(), Guid.CreateVersion7(), "001", Noon);
        if (published)
        {
            scheme.Publish(Noon);
        }

        return AssessmentCycle.Plan(scheme, year, Guid.CreateVersion7(), "001", new(2026, 12, 31), [], Noon);
    }

    [Fact]
    public void A_cycle_goes_from_planned_to_finalized()
    {
        var cycle = Cycle();

        cycle.Open(Noon);
        cycle.Freeze(120, 0, Noon);
        cycle.Finalize(Noon);

        Assert.Equal((CycleState.Finalized, 4, 120), (cycle.State, cycle.Version, cycle.Assessed));
    }

    [Fact]
    public void A_cycle_needs_a_published_scheme_of_its_year()
    {
        Assert.Equal("scheme.not-published", Code(() => Cycle(published: false)));
        Assert.Equal("cycle.year-not-the-schemes", Code(() => Cycle(2027)));
    }

    [Fact]
    public void T16_a_cycle_with_a_missing_score_is_not_frozen()
    {
        var cycle = Cycle();
        cycle.Open(Noon);

        Assert.Equal("cycle.scores-missing", Code(() => cycle.Freeze(120, 1, Noon)));
        Assert.Equal(CycleState.Open, cycle.State);
    }

    [Fact]
    public void Every_wrong_state_is_refused()
    {
        var cycle = Cycle();
        Assert.Equal("cycle.not-open", Code(cycle.RequireOpen));
        Assert.Equal("cycle.not-open", Code(() => cycle.Freeze(1, 0, Noon)));
        Assert.Equal("cycle.not-frozen", Code(() => cycle.Finalize(Noon)));
        cycle.Open(Noon);
        Assert.Equal("cycle.not-planned", Code(() => cycle.Open(Noon)));
        Assert.Equal("cycle.not-frozen", Code(cycle.RequireFrozen));
        Assert.Equal("cycle.nobody-to-assess", Code(() => cycle.Freeze(0, 0, Noon)));
        cycle.Freeze(1, 0, Noon);
        cycle.RequireFrozen();
        Assert.Equal("cycle.not-open", Code(() => cycle.Freeze(1, 0, Noon)));
    }

    private static string Code(Action action) => Assert.Throws<RuleViolationException>(action).Code;
}
