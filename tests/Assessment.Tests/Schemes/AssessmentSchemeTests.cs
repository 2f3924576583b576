using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.ServiceDefaults;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Schemes;

public sealed class AssessmentSchemeTests
{
    private static AssessmentScheme Draft(SchemeContent? content = null) =>
        AssessmentScheme.Draft("考评细则", 2026, content ?? Single(), Guid.CreateVersion7(), "001", Noon);

    [Fact]
    public void Publishing_locks_a_scheme()
    {
        var scheme = Draft();
        scheme.Publish(Noon);

        Assert.Equal("scheme.locked", Assert.Throws<RuleViolationException>(() => scheme.Change("other", Single())).Code);
        Assert.Equal("scheme.locked", Assert.Throws<RuleViolationException>(() => scheme.Publish(Noon)).Code);
        Assert.Equal((SchemeState.Published, 2), (scheme.State, scheme.Version));
    }

    [Fact]
    public void A_faulty_scheme_is_not_published()
    {
        var scheme = Draft(Single() with { MaxScore = 99 });

        Assert.Equal("scheme.incomplete", Assert.Throws<RuleViolationException>(() => scheme.Publish(Noon)).Code);
        Assert.Equal(SchemeState.Draft, scheme.State);
    }

    [Fact]
    public void A_copy_for_the_next_year_can_be_changed_again()
    {
        var scheme = Draft();
        scheme.Publish(Noon);

        var copy = scheme.CopyForward("考评细则", 2027, Noon);
        copy.Change("考评细则", Single(450));

        Assert.Equal((2027, SchemeState.Draft, (Guid?)scheme.Id, 450m), (copy.Year, copy.State, copy.CopiedFromId, copy.Content.MaxScore));
        Assert.Equal(100m, scheme.Content.MaxScore);
        Assert.Equal("scheme.year-not-later", Assert.Throws<RuleViolationException>(() => scheme.CopyForward("考评细则", 2026, Noon)).Code);
    }
}
