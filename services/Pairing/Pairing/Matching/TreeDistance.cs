namespace PartyCloud.Pairing.Matching;

/// <summary>Reads the tree out of level codes (层次码): three characters a level, the parent is a prefix.</summary>
internal static class TreeDistance
{
    private const int CharactersPerLevel = 3;

    /// <summary>Steps from one organization up to the nearest common superior and down to the other; two roots count as joined above.</summary>
    public static int Between(string one, string other) =>
        Levels(one) + Levels(other) - (2 * CommonLevels(one, other));

    /// <summary>One is the other's superior, at any height, or both are the same.</summary>
    public static bool InOneLine(string one, string other) =>
        one.Length <= other.Length ? other.StartsWith(one, StringComparison.Ordinal) : one.StartsWith(other, StringComparison.Ordinal);

    private static int Levels(string code) => code.Length / CharactersPerLevel;

    private static int CommonLevels(string one, string other)
    {
        var levels = Math.Min(Levels(one), Levels(other));
        var common = 0;
        while (common < levels
            && string.CompareOrdinal(one, common * CharactersPerLevel, other, common * CharactersPerLevel, CharactersPerLevel) == 0)
        {
            common++;
        }

        return common;
    }
}
