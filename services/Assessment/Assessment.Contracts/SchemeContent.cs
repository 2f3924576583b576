namespace PartyCloud.Assessment.Contracts;

/// <summary>What a scheme asks for and how it counts (考评细则). It is data: every county and every year has its own figures.</summary>
/// <param name="MaxScore">The full mark on the scheme's own scale, for example 100 or 450; it is never normalised.</param>
/// <param name="Dimensions">The groups of indicators.</param>
/// <param name="Stages">The stages of the year and their weights, which sum to 1.</param>
/// <param name="Grades">The grade bands, best first; the last one begins at 0.</param>
/// <param name="SatisfactionIndicator">The code of the indicator that holds the rate of satisfaction; it breaks ties.</param>
/// <param name="Documents">The governing documents the scheme rests on.</param>
/// <param name="Acceptance">When a rectification is accepted; 70 points and not more than half dissatisfied where nothing is said.</param>
/// <param name="Consequences">What follows from talks and falsification; the published rules where nothing is said.</param>
public sealed record SchemeContent(
    decimal MaxScore,
    IReadOnlyList<SchemeDimension> Dimensions,
    IReadOnlyList<SchemeStage> Stages,
    IReadOnlyList<SchemeGrade> Grades,
    string? SatisfactionIndicator = null,
    IReadOnlyList<GoverningDocument>? Documents = null,
    AcceptanceRule? Acceptance = null,
    IReadOnlyList<ConsequenceRule>? Consequences = null);

/// <summary>A group of indicators with its own weight, start and cap (考评维度).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Indicators">Its indicators.</param>
/// <param name="Weight">The factor its total counts with, 1 unless said otherwise.</param>
/// <param name="StartsWith">Points the dimension has before anything is recorded; deductions take from them (a reverse block starts full).</param>
/// <param name="Cap">The most the dimension can bring, for example a block of bonuses worth at most 20.</param>
public sealed record SchemeDimension(
    string Name,
    IReadOnlyList<SchemeIndicator> Indicators,
    decimal Weight = 1m,
    decimal StartsWith = 0m,
    decimal? Cap = null);

/// <summary>One thing that is looked at (指标).</summary>
/// <param name="Code">Its code, unique in the scheme.</param>
/// <param name="Name">Its name.</param>
/// <param name="Method">How its value becomes points.</param>
/// <param name="Points">The full mark of a manual or fact indicator; the limit of a bonus or deduction that has no cap.</param>
/// <param name="Cap">The most a bonus adds or a deduction takes.</param>
/// <param name="Factor">What a fact is multiplied with to become points.</param>
/// <param name="Veto">What a veto does: fix the grade, or also set the score to zero.</param>
public sealed record SchemeIndicator(
    string Code,
    string Name,
    IndicatorMethod Method,
    decimal Points = 0m,
    decimal? Cap = null,
    decimal Factor = 1m,
    VetoEffect? Veto = null);

/// <summary>A stage of the year with its weight, for example selfCheck, spotCheck, yearEnd (自查、抽查、年终考评).</summary>
public sealed record SchemeStage(string Stage, decimal Weight);

/// <summary>A grade and the score from which it is given (等次).</summary>
/// <param name="Grade">Its name, for example A.</param>
/// <param name="Min">The least score that earns it.</param>
/// <param name="MaxShareBasisPoints">At most this share of the assessed may hold it, in hundredths of a percent, rounded down; the rest fall to the next grade.</param>
/// <param name="Listed">Whether the grade alone makes an organization a rectification target; where no band says so, the last of two or more does.</param>
public sealed record SchemeGrade(string Grade, decimal Min, int? MaxShareBasisPoints = null, bool? Listed = null);

/// <summary>A document a rule rests on (依据文件).</summary>
public sealed record GoverningDocument(string Title, string? Number = null, DateOnly? EffectiveFrom = null);

/// <summary>How an indicator's value becomes points.</summary>
public enum IndicatorMethod
{
    /// <summary>Points given by an assessor.</summary>
    Manual,

    /// <summary>A recorded fact times a factor, up to the full mark.</summary>
    Fact,

    /// <summary>Points taken away (扣分).</summary>
    Deduction,

    /// <summary>Points on top, up to a cap (加分).</summary>
    Bonus,

    /// <summary>One veto (一票否决): any value above zero.</summary>
    Veto,
}

/// <summary>What a veto does.</summary>
public enum VetoEffect
{
    /// <summary>The grade is the lowest, whatever the score.</summary>
    Grade,

    /// <summary>The score is zero and the grade the lowest.</summary>
    Zero,
}

/// <summary>Where a scheme stands.</summary>
public enum SchemeState
{
    /// <summary>It can still be changed.</summary>
    Draft,

    /// <summary>It is locked; cycles may use it.</summary>
    Published,
}
