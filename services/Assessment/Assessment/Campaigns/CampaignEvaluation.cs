using System.Globalization;
using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;

namespace PartyCloud.Assessment.Campaigns;

/// <summary>So many of so many, as counted.</summary>
internal readonly record struct Ratio(long Part, long Whole);

/// <summary>A sum and of how many, so that a mean is compared without being rounded.</summary>
internal readonly record struct Mean(decimal Sum, long Count);

/// <summary>An honour that was given.</summary>
internal sealed record Honour(string Title, HonourLevel Level, DateOnly GivenOn);

/// <summary>What is recorded of one unit at the cut-off. A criterion finds its figure under its own code.</summary>
internal sealed record CampaignFacts(
    string Category,
    DateOnly CutOff,
    decimal? Score = null,
    IReadOnlyDictionary<string, Ratio>? Ratios = null,
    IReadOnlyDictionary<string, Mean>? Means = null,
    IReadOnlyList<Honour>? Honours = null,
    IReadOnlyDictionary<string, bool>? Statements = null);

/// <summary>One criterion's verdict and the figure people read.</summary>
internal sealed record CriterionResult(string Code, CriterionVerdict Verdict, string? Shown = null);

/// <summary>What a track came to.</summary>
internal sealed record TrackResult(string Code, string Title, bool Passed, IReadOnlyList<CriterionResult> Criteria);

/// <summary>Holds a unit against the rules of a campaign. Comparisons are exact; what is shown never rounds up into a pass.</summary>
internal static class CampaignEvaluation
{
    internal static TrackResult Evaluate(CampaignTrack track, CampaignFacts facts)
    {
        var results = track.Criteria.Select(c => Evaluate(c, facts)).ToArray();
        var passed = results.Zip(track.Criteria).All(r => r.First.Verdict switch
        {
            CriterionVerdict.Pass => true,
            CriterionVerdict.NotApplicable => r.Second.WhenNotApplicable is WhenNotApplicable.LeaveOut,
            _ => false,
        });
        return new(track.Code, track.Title, passed, results);
    }

    /// <summary>The verdict as an award: whoever is barred from appraisal is refused, whatever the figures say.</summary>
    internal static TrackResult Award(CampaignTrack track, CampaignFacts facts, IEnumerable<Restriction> restrictions)
    {
        Eligibility.Require(restrictions, RestrictionScope.Award, facts.CutOff);
        var result = Evaluate(track, facts);
        Rule.Require(result.Passed, "campaign.criteria-not-met", string.Join(", ", result.Criteria.Where(c => c.Verdict is CriterionVerdict.Fail or CriterionVerdict.Missing).Select(c => c.Code)));
        return result;
    }

    internal static CriterionResult Evaluate(Criterion criterion, CampaignFacts facts) => criterion switch
    {
        ScoreAtLeast c => Score(c, facts),
        RatioAtLeast c => Share(c, facts),
        MeanAtMost c => Average(c, facts),
        HonourWithin c => Verdict(c.Code, (facts.Honours ?? []).Any(h => h.Level >= c.AtLeast && h.GivenOn <= facts.CutOff && h.GivenOn >= facts.CutOff.AddYears(-c.Years))),
        Stated c => facts.Statements is { } stated && stated.TryGetValue(c.Code, out var met) ? Verdict(c.Code, met) : new(c.Code, CriterionVerdict.Missing),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion)),
    };

    /// <summary>Age in full years on a day.</summary>
    internal static int AgeOn(DateOnly birth, DateOnly day) =>
        day.Year - birth.Year - (birth.AddYears(day.Year - birth.Year) > day ? 1 : 0);

    private static CriterionResult Score(ScoreAtLeast c, CampaignFacts facts) =>
        !c.ByCategory.TryGetValue(facts.Category, out var least) ? new(c.Code, CriterionVerdict.NotApplicable)
        : facts.Score is not { } score ? new(c.Code, CriterionVerdict.Missing)
        : Verdict(c.Code, score >= least, score.ToString(CultureInfo.InvariantCulture));

    private static CriterionResult Share(RatioAtLeast c, CampaignFacts facts)
    {
        if (facts.Ratios is null || !facts.Ratios.TryGetValue(c.Code, out var ratio))
        {
            return new(c.Code, CriterionVerdict.Missing);
        }

        if (ratio.Whole == 0)
        {
            return new(c.Code, CriterionVerdict.NotApplicable);
        }

        var passes = (Int128)ratio.Part * 10_000 >= (Int128)ratio.Whole * c.BasisPoints;
        return Verdict(c.Code, passes, Percent(ratio, c.BasisPoints));
    }

    private static CriterionResult Average(MeanAtMost c, CampaignFacts facts)
    {
        if (facts.Means is null || !facts.Means.TryGetValue(c.Code, out var mean))
        {
            return new(c.Code, CriterionVerdict.Missing);
        }

        if (mean.Count == 0)
        {
            return new(c.Code, CriterionVerdict.NotApplicable);
        }

        var passes = mean.Sum <= c.Most * mean.Count;
        var shown = Math.Round(mean.Sum / mean.Count, 2, MidpointRounding.AwayFromZero);
        if (!passes && shown <= c.Most)
        {
            shown = Math.Floor(c.Most * 100 + 1) / 100;
        }

        return Verdict(c.Code, passes, shown.ToString("0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>Two figures behind the point, rounded half up, except where that would look like a pass that it is not.</summary>
    internal static string Percent(Ratio ratio, int neededBasisPoints)
    {
        var hundredths = (((Int128)ratio.Part * 20_000) + ratio.Whole) / ((Int128)ratio.Whole * 2);
        if ((Int128)ratio.Part * 10_000 < (Int128)ratio.Whole * neededBasisPoints && hundredths >= neededBasisPoints)
        {
            hundredths = (Int128)neededBasisPoints - 1;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)hundredths / 100:0.00}%");
    }

    private static CriterionResult Verdict(string code, bool passes, string? shown = null) =>
        new(code, passes ? CriterionVerdict.Pass : CriterionVerdict.Fail, shown);
}
