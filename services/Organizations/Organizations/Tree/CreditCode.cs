using System.Buffers;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

/// <summary>
/// Unified social credit code (统一社会信用代码) of a unit after GB 32100: the registrar, the category, six digits of the division, nine characters of the subject after GB 11714
/// of which the last checks the others, and a character that checks them all.
/// </summary>
internal static class CreditCode
{
    public const int Length = 18;

    private const int SubjectAt = 8;

    // Without I, O, S, V and Z, which are taken for digits.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    private static readonly int[] SubjectWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="code">Normalised: letters are capitals. Null when the text is wrong.</param>
    /// <returns>What is wrong with it as a code, or null when it is right.</returns>
    public static string? Check(ReadOnlySpan<char> text, out string? code)
    {
        code = null;
        Span<char> capitals = stackalloc char[Length];
        if (text.Length != Length || text.ToUpperInvariant(capitals) != Length || capitals.ContainsAnyExcept(Characters) || capitals[2..SubjectAt].ContainsAnyExceptInRange('0', '9'))
        {
            return "credit-code.malformed";
        }

        if (capitals[^2] != SubjectCheckCharacter(capitals[SubjectAt..^2]) || capitals[^1] != CheckCharacter(capitals[..^1]))
        {
            return "credit-code.check-character";
        }

        code = capitals.ToString();
        return null;
    }

    /// <summary>As a request gives it; an empty text stands for none.</summary>
    /// <exception cref="FieldException">It is no such code.</exception>
    public static string? Given(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var wrong = Check(text, out var code);
        Field.Require(wrong is null, "creditCode", wrong ?? "");
        return code;
    }

    /// <summary>Of the seventeen characters before it, after GB 32100: weights are the powers of 3 modulo 31.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> characters)
    {
        var (sum, weight) = (0, 1);
        foreach (var character in characters)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % Alphabet.Length;
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length];
    }

    /// <summary>Of a subject's eight characters, after GB 11714: there every letter counts, from A as 10 on, and X stands for ten.</summary>
    public static char SubjectCheckCharacter(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        for (var index = 0; index < SubjectWeights.Length; index++)
        {
            sum += (char.IsAsciiDigit(characters[index]) ? characters[index] - '0' : characters[index] - 'A' + 10) * SubjectWeights[index];
        }

        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
