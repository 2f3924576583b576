using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Pairing.Contracts;

/// <summary>Who may help whom, and what a pair costs (结对规则集). Data of a programme: code knows kinds of rules, never one county's table.</summary>
/// <param name="Name">What people call it, e.g. 百局联百村.</param>
/// <param name="Rules">Only pairs of classes named here are possible.</param>
/// <param name="CapacityPerHelper">How many needs one helper takes on when the helper itself says nothing else.</param>
/// <param name="Weights">What a step of priority, a step in the tree and a pair already borne cost.</param>
/// <param name="ClassMappings">Classes that count as another one under this rule set, e.g. 党政 as 党群.</param>
/// <param name="Source">The governing document, for people.</param>
public sealed record MatchingRuleSet(
    [Required, StringLength(200, MinimumLength = 1)] string Name,
    [Required, MinLength(1), MaxLength(200)] IReadOnlyList<MatchingRule> Rules,
    [Range(1, 1000)] int CapacityPerHelper = 1,
    MatchingWeights? Weights = null,
    [MaxLength(200)] IReadOnlyList<ClassMapping>? ClassMappings = null,
    [StringLength(500)] string? Source = null);

/// <summary>Helpers of one class may help needs of another.</summary>
/// <param name="HelperClass">Class of the helper (部门类别), e.g. <c>legalAffairs</c> (政法).</param>
/// <param name="NeedClass">Class of the need (村类别), e.g. <c>disorderly</c> (乱).</param>
/// <param name="Priority">1 is the best match; each further step costs the class weight once more.</param>
public sealed record MatchingRule(
    [Required, RegularExpression(ClassCode.Pattern)] string HelperClass,
    [Required, RegularExpression(ClassCode.Pattern)] string NeedClass,
    [Range(1, 100)] int Priority = 1);

/// <summary>One class counts as another under this rule set.</summary>
public sealed record ClassMapping(
    [Required, RegularExpression(ClassCode.Pattern)] string From,
    [Required, RegularExpression(ClassCode.Pattern)] string To);

/// <summary>Whole-number costs, so that two runs never differ by rounding.</summary>
/// <param name="Class">Cost of each step of priority after the first.</param>
/// <param name="Distance">Cost of each step in the tree of organizations between the two.</param>
/// <param name="Load">Cost of each pair the helper already bears.</param>
public sealed record MatchingWeights(
    [Range(0, 1_000_000)] int Class = 1000,
    [Range(0, 100_000)] int Distance = 10,
    [Range(0, 10_000)] int Load = 25);

/// <summary>How codes of classes are spelt; the lists themselves are data.</summary>
public static class ClassCode
{
    public const string Pattern = "^[a-z][A-Za-z0-9]{0,39}$";

    public static bool IsValid(string code) =>
        code.Length is >= 1 and <= 40 && char.IsAsciiLetterLower(code[0]) && code.All(char.IsAsciiLetterOrDigit);
}
