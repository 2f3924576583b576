using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Assessment.Contracts;

/// <summary>Plans a cycle (考评周期).</summary>
/// <param name="SchemeId">The published scheme it follows.</param>
/// <param name="Year">The scheme's year.</param>
/// <param name="ScopeOrganizationId">The organization whose subtree is assessed.</param>
/// <param name="CutOff">The day whose tree decides who is assessed, and as what.</param>
/// <param name="Kinds">The kinds that are assessed; every kind that is a body of its own where nothing is said.</param>
public sealed record PlanCycleRequest(
    Guid SchemeId, [property: Range(2000, 2200)] int Year, Guid ScopeOrganizationId, DateOnly CutOff, [MaxLength(20)] IReadOnlyList<string>? Kinds = null);

/// <summary>A cycle.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="SchemeId">The scheme it follows.</param>
/// <param name="Year">Its year.</param>
/// <param name="ScopeOrganizationId">The organization whose subtree is assessed.</param>
/// <param name="CutOff">The day whose tree decides.</param>
/// <param name="Kinds">The kinds that are assessed; empty is all.</param>
/// <param name="State">Planned, open, frozen or finalized.</param>
/// <param name="Assessed">How many are assessed, once it is frozen.</param>
/// <param name="OpenedAt">Since when scores come in.</param>
/// <param name="FrozenAt">Since when scores, ranks and grades stand.</param>
/// <param name="FinalizedAt">Since when grades are given.</param>
public sealed record CycleResponse(
    Guid Id,
    int Version,
    Guid SchemeId,
    int Year,
    Guid ScopeOrganizationId,
    DateOnly CutOff,
    IReadOnlyList<string> Kinds,
    CycleState State,
    int Assessed,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? FrozenAt,
    DateTimeOffset? FinalizedAt);

/// <summary>How far a cycle is, in the caller's part of it (考评进度).</summary>
/// <param name="Organizations">How many organizations are assessed.</param>
/// <param name="Stages">Until the cycle is frozen: its stages, and of how many organizations each has all its values.</param>
/// <param name="Grades">Once the cycle is frozen: how many organizations of each type have which grade.</param>
public sealed record CycleProgress(int Organizations, IReadOnlyList<StageProgress> Stages, IReadOnlyList<GradeCount> Grades);

/// <summary>How far one stage is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Weight">Its share of the score, from 0 to 1.</param>
/// <param name="Complete">Of how many organizations every value that must be there is recorded.</param>
public sealed record StageProgress(string Stage, decimal Weight, int Complete);

/// <summary>How many organizations of one type have one grade.</summary>
/// <param name="DomainType">The type.</param>
/// <param name="Grade">The grade.</param>
/// <param name="Organizations">How many.</param>
public sealed record GradeCount(string DomainType, string Grade, int Organizations);

/// <summary>One value of one organization.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Indicator">The indicator's code.</param>
/// <param name="Value">The points, the fact, or 1 for a veto.</param>
/// <param name="OrganizationId">The organization, by id …</param>
/// <param name="OrganizationCode">… or by its business code.</param>
/// <param name="Reason">Why, where that is worth saying.</param>
public sealed record ScoreRequest(
    [property: StringLength(60)] string Stage,
    [property: StringLength(60)] string Indicator,
    decimal Value,
    Guid? OrganizationId = null,
    [property: StringLength(100)] string? OrganizationCode = null,
    [property: StringLength(500)] string? Reason = null);

/// <summary>How many values were recorded.</summary>
public sealed record ScoresRecorded(int Recorded);

/// <summary>A row of the sheet in which scores are entered (记分表).</summary>
/// <param name="OrganizationId">The organization.</param>
/// <param name="Code">Its business code.</param>
/// <param name="Name">Its name.</param>
/// <param name="DomainType">Its type.</param>
/// <param name="Values">What is recorded in the stage, by the indicator's code.</param>
public sealed record ScoreRow(Guid OrganizationId, string Code, string Name, string DomainType, IReadOnlyDictionary<string, decimal> Values);

/// <summary>What an organization was given in one year (历年等次).</summary>
/// <param name="CycleId">The cycle.</param>
/// <param name="Year">Its year.</param>
/// <param name="State">Until it is finalized, a grade may still be corrected.</param>
/// <param name="DomainType">Its type then.</param>
/// <param name="Rank">1 is the best of its type.</param>
/// <param name="RankFromLowest">1 is the lowest of its type.</param>
/// <param name="Score">The composite score.</param>
/// <param name="Grade">The grade.</param>
/// <param name="Vetoed">Whether a veto fixed the grade.</param>
public sealed record GradeOfYear(
    Guid CycleId, int Year, CycleState State, string DomainType, int Rank, int RankFromLowest, decimal Score, string Grade, bool Vetoed);

/// <summary>An organization's place among those of its type (倒序排名).</summary>
/// <param name="OrganizationId">The organization.</param>
/// <param name="Code">Its business code at the cut-off.</param>
/// <param name="Name">Its name at the cut-off.</param>
/// <param name="DomainType">Its type at the cut-off.</param>
/// <param name="Rank">1 is the best of its type; equals share a rank.</param>
/// <param name="RankFromLowest">1 is the lowest of its type.</param>
/// <param name="Score">The composite score.</param>
/// <param name="Grade">The grade.</param>
/// <param name="Vetoed">Whether a veto fixed the grade.</param>
/// <param name="Satisfaction">The rate of satisfaction, if known.</param>
/// <param name="LastRank">Its rank last year, if it had one.</param>
public sealed record RankingRow(
    Guid OrganizationId,
    string Code,
    string Name,
    string DomainType,
    int Rank,
    int RankFromLowest,
    decimal Score,
    string Grade,
    bool Vetoed,
    decimal? Satisfaction,
    int? LastRank);

/// <summary>Why an organization has the score it has.</summary>
/// <param name="OrganizationId">The organization.</param>
/// <param name="Score">The composite score of what is recorded.</param>
/// <param name="Vetoed">Whether a veto fixes the grade.</param>
/// <param name="Missing">How many values are still missing.</param>
/// <param name="Lines">Each value and the points it brings; a line without an indicator is a dimension's total.</param>
public sealed record ScoreExplanation(Guid OrganizationId, decimal Score, bool Vetoed, int Missing, IReadOnlyList<ScoreLine> Lines);

/// <summary>One line of an explanation.</summary>
public sealed record ScoreLine(string Stage, string Dimension, string? Indicator, decimal? Value, decimal Points);

/// <summary>In which direction a ranking is read.</summary>
public enum RankingOrder
{
    /// <summary>From the lowest.</summary>
    Asc,

    /// <summary>From the best.</summary>
    Desc,
}

/// <summary>Leaves an organization out of a cycle.</summary>
/// <param name="OrganizationId">Which one.</param>
/// <param name="Reason">Why, as it is recorded.</param>
public sealed record ExcludeOrganizationRequest(Guid OrganizationId, [property: StringLength(500, MinimumLength = 3)] string Reason);
