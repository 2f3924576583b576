using System.Buffers;

namespace PartyCloud.ServiceDefaults.Access;

/// <summary>
/// The place of an organization in the tree (层次码): three base-36 characters a level, the parent's code is a prefix.
/// It is the sort key and the scope key of every table, compared byte by byte (collation "C").
/// </summary>
public static class LevelCode
{
    public const int CharactersPerLevel = 3;

    public const int MaxDepth = 20;

    /// <summary>Sorts after every code below a prefix: the open upper end of a subtree is <c>prefix + "~"</c>.</summary>
    public const string AfterSubtree = "~";

    /// <summary>Children of one parent: 36³ − 1. Roots are fewer, so that each root code starts with 0.</summary>
    public const int MaxChildren = 46_655;

    public const int MaxRoots = 1_295;

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Digits);

    public static string Child(string parent, int ordinal)
    {
        var max = parent.Length == 0 ? MaxRoots : MaxChildren;
        Rule.Require(ordinal >= 1 && ordinal <= max, "organization.too-many-children", max);
        Rule.Require(parent.Length < MaxDepth * CharactersPerLevel, "organization.too-deep", MaxDepth);
        return string.Concat(parent, [Digits[ordinal / 1296], Digits[ordinal / 36 % 36], Digits[ordinal % 36]]);
    }

    public static bool IsValid(ReadOnlySpan<char> code) =>
        code.Length > 0 && code.Length <= MaxDepth * CharactersPerLevel && code.Length % CharactersPerLevel == 0 &&
        code[0] == '0' && !code.ContainsAnyExcept(Allowed);

    public static int Depth(string code) => code.Length / CharactersPerLevel;

    public static bool IsWithin(string code, string ancestor) => code.StartsWith(ancestor, StringComparison.Ordinal);

    /// <summary>The code itself and every code above it, root first.</summary>
    public static IEnumerable<string> SelfAndAncestors(string code)
    {
        for (var length = CharactersPerLevel; length <= code.Length; length += CharactersPerLevel)
        {
            yield return code[..length];
        }
    }
}
