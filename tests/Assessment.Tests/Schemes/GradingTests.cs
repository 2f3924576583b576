using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Schemes;

public sealed class GradingTests
{
    private static readonly IReadOnlyList<SchemeGrade> Stars = SchemeTemplates.StarRating.Grades;

    [Theory]
    [InlineData(100, "A")]
    [InlineData(90, "A")]
    [InlineData(89.9999, "B")]
    [InlineData(60, "C")]
    [InlineData(59.9999, "D")]
    [InlineData(0, "D")]
    public void A_band_begins_at_its_least_score(double score, string grade) =>
        Assert.Equal(grade, AToD[Grading.Band(AToD, (decimal)score, vetoed: false)].Grade);

    [Fact]
    public void T63_between_89_and_90_there_is_no_gap() =>
        Assert.Equal("fourStars", Stars[Grading.Band(Stars, 89.5m, vetoed: false)].Grade);

    [Fact]
    public void A_veto_fixes_the_last_grade() => Assert.Equal("D", AToD[Grading.Band(AToD, 99, vetoed: true)].Grade);

    [Fact]
    public void The_last_of_several_bands_is_listed_unless_the_scheme_says_which()
    {
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(b => Grading.IsListed(AToD, b)));
        Assert.False(Grading.IsListed([new("A", 0)], 0));
        Assert.Equal([false, true], Enumerable.Range(0, 2).Select(b => Grading.IsListed([new("A", 60), new("B", 0, Listed: true)], b)));
        Assert.Equal([false, false], Enumerable.Range(0, 2).Select(b => Grading.IsListed([new("A", 60), new("B", 0, Listed: false)], b)));
    }

    [Fact]
    public void T62_of_47_branches_at_most_14_hold_five_stars_and_two_of_16_drop()
    {
        var all = Enumerable.Range(0, 47).Select(i => new Graded(i < 16 ? 90 + (i / 10m) : 85, false)).ToArray();

        var bands = Grading.Assign(Stars, all);

        Assert.Equal(14, bands.Count(b => b == 0));
        Assert.Equal([0, 1], Enumerable.Range(0, 16).Where(i => bands[i] == 1));
    }

    [Fact]
    public void T62_a_tie_at_the_cap_is_settled_by_satisfaction_then_last_years_rank()
    {
        var all = Enumerable.Range(0, 47).Select(i => new Graded(i < 16 ? 91 : 85, false, i == 3 ? 80 : 95, i == 8 ? 40 : 2)).ToArray();

        Assert.Equal([3, 8], Enumerable.Range(0, 16).Where(i => Grading.Assign(Stars, all)[i] == 1));
    }

    [Fact]
    public void Nobody_is_separated_by_the_order_of_rows()
    {
        var all = Enumerable.Range(0, 47).Select(i => new Graded(i < 13 ? 95 : i < 16 ? 91 : 85, false)).ToArray();

        var bands = Grading.Assign(Stars, all);

        Assert.Equal(13, bands.Count(b => b == 0));
        Assert.All([13, 14, 15], i => Assert.Equal(1, bands[i]));
    }

    [Theory]
    [InlineData(100, 700, 7)] // doubles give 7.000000000000001 and 8
    [InlineData(50, 1400, 7)]
    [InlineData(25, 2800, 7)]
    [InlineData(41, 1500, 7)]
    [InlineData(23, 500, 2)]
    [InlineData(0, 500, 0)]
    public void A_least_share_is_rounded_up_in_integers(int n, int basisPoints, int expected) =>
        Assert.Equal(expected, Share.Of(n, basisPoints, RoundingRule.Ceil));

    [Fact]
    public void A_most_share_is_rounded_down() => Assert.Equal(13, Share.Of(137, 1000, RoundingRule.Floor));
}
