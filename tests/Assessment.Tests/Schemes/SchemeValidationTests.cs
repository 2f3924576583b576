using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Schemes;

public sealed class SchemeValidationTests
{
    private static readonly SchemeContent Good = new(
        450,
        [
            new("duties", [Manual("team", 300), new("meetings", "meetings", IndicatorMethod.Fact, 150, Factor: 12.5m)]),
            new("extras", [new("innovation", "innovation", IndicatorMethod.Bonus, Cap: 20), new("criticism", "criticism", IndicatorMethod.Deduction), new("fraud", "fraud", IndicatorMethod.Veto)]),
        ],
        ThreeStages,
        [new("A", 400), new("B", 350), new("C", 270), new("D", 0)]);

    [Fact]
    public void A_scheme_of_450_points_is_sound() => Assert.Empty(SchemeValidation.Check(Good));

    [Fact]
    public void Every_template_is_sound()
    {
        Assert.Empty(SchemeValidation.Check(SchemeTemplates.ThreeStages));
        Assert.Empty(SchemeValidation.Check(SchemeTemplates.VanguardIndex));
        Assert.Empty(SchemeValidation.Check(SchemeTemplates.StarRating));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "max", "maxScore", "scheme.points-do-not-add-up" },
        { "zero", "maxScore", "scheme.max-score-not-positive" },
        { "twice", "dimensions[1].indicators[0].code", "scheme.indicator-code-twice" },
        { "code", "dimensions[0].indicators[0].code", "scheme.code-malformed" },
        { "points", "dimensions[0].indicators[0].points", "scheme.points-not-positive" },
        { "uncapped", "dimensions[0].indicators[1].cap", "scheme.bonus-without-cap" },
        { "factor", "dimensions[0].indicators[0].factor", "scheme.factor-only-for-facts" },
        { "veto", "dimensions[0].indicators[0].veto", "scheme.veto-only-for-vetoes" },
        { "cap", "dimensions[0].indicators[0].cap", "scheme.cap-only-for-bonus-and-deduction" },
        { "none", "dimensions", "scheme.no-dimensions" },
        { "empty", "dimensions[1].indicators", "scheme.no-indicators" },
        { "weights", "stages", "scheme.weights-not-one" },
        { "no-stages", "stages", "scheme.no-stages" },
        { "stage", "stages[1].stage", "scheme.stage-twice" },
        { "gap", "grades[1].min", "scheme.grades-leave-a-gap" },
        { "order", "grades[1].min", "scheme.grades-not-descending" },
        { "grade", "grades[1].grade", "scheme.grade-twice" },
        { "reach", "grades[0].min", "scheme.grade-out-of-reach" },
        { "no-grades", "grades", "scheme.no-grades" },
        { "share", "grades[0].maxShareBasisPoints", "scheme.share-out-of-range" },
        { "satisfaction", "satisfactionIndicator", "scheme.satisfaction-unknown" },
        { "precise", "maxScore", "scheme.amount-out-of-range" },
        { "name", "dimensions[0].name", "scheme.name-missing-or-long" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_is_named_with_its_field(string fault, string field, string code)
    {
        var single = Single();
        var scheme = fault switch
        {
            "max" => single with { MaxScore = 99 },
            "zero" => single with { MaxScore = 0 },
            "twice" => single with { MaxScore = 200, Dimensions = [.. single.Dimensions, new("more", [Manual("total", 100)])] },
            "code" => single with { Dimensions = [new("all", [Manual("to tal", 100)])] },
            "points" => single with { Dimensions = [new("all", [Manual("total", 0)])] },
            "uncapped" => single with { Dimensions = [new("all", [Manual("total", 100), new("b", "b", IndicatorMethod.Bonus)])] },
            "factor" => single with { Dimensions = [new("all", [Manual("total", 100) with { Factor = 2 }])] },
            "veto" => single with { Dimensions = [new("all", [Manual("total", 100) with { Veto = VetoEffect.Zero }])] },
            "cap" => single with { Dimensions = [new("all", [Manual("total", 100) with { Cap = 2 }])] },
            "none" => single with { Dimensions = [] },
            "empty" => single with { Dimensions = [.. single.Dimensions, new("more", [])] },
            "weights" => single with { Stages = [new("selfCheck", 0.5m), new("yearEnd", 0.4999m)] },
            "no-stages" => single with { Stages = [] },
            "stage" => single with { Stages = [new("yearEnd", 0.5m), new("yearEnd", 0.5m)] },
            "gap" => single with { Grades = [new("A", 60), new("B", 0.5m)] },
            "order" => single with { Grades = [new("A", 60), new("B", 60), new("C", 0)] },
            "grade" => single with { Grades = [new("A", 60), new("A", 0)] },
            "reach" => single with { Grades = [new("A", 101), new("B", 0)] },
            "no-grades" => single with { Grades = [] },
            "share" => single with { Grades = [new("A", 60, 10_001), new("B", 0)] },
            "satisfaction" => single with { SatisfactionIndicator = "rate" },
            "precise" => single with { MaxScore = 100.00001m },
            "name" => single with { Dimensions = [new(" ", [Manual("total", 100)])] },
            _ => single,
        };

        Assert.Contains(SchemeValidation.Check(scheme), f => (f.Field, f.Code) == (field, code));
    }

    [Fact]
    public void Amounts_that_no_sum_could_hold_are_refused_and_not_added_up()
    {
        var scheme = Single() with { MaxScore = decimal.MaxValue, Dimensions = [new("all", [Manual("a", decimal.MaxValue), Manual("b", decimal.MaxValue)], Weight: decimal.MaxValue)], Stages = [new("a", decimal.MaxValue), new("b", decimal.MaxValue)] };

        Assert.Contains(SchemeValidation.Check(scheme), f => f.Code == "scheme.amount-out-of-range");
    }

    [Fact]
    public void One_organization_has_a_limited_number_of_values()
    {
        var scheme = Single(700) with { Dimensions = [new("all", [.. Enumerable.Range(0, 700).Select(i => Manual($"i{i}", 1))])], Stages = [.. Enumerable.Range(0, 10).Select(i => new SchemeStage($"s{i}", 0.1m))] };

        Assert.Equal(["scheme.too-many-values"], SchemeValidation.Check(scheme).Select(f => f.Code));
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.True(SchemeValidation.Check(Single() with { Stages = [], Grades = [], MaxScore = 3 }).Count >= 3);
}
