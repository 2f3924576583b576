using System.Globalization;
using PartyCloud.Members.Contracts;

namespace PartyCloud.Members.Protection;

/// <summary>
/// Citizen identity number (公民身份号码) after GB 11643: six digits of the division, eight of the birth date, three of the sequence
/// (odd for men), and a check character after ISO 7064 MOD 11-2.
/// </summary>
internal readonly record struct IdentityNumber
{
    public const int Length = 18;

    private static readonly DateOnly Earliest = new(1880, 1, 1);

    private IdentityNumber(string text, DateOnly birthDate) => (Text, BirthDate) = (text, birthDate);

    /// <summary>Normalised: the check character x is a capital.</summary>
    public string Text { get; }

    public DateOnly BirthDate { get; }

    public Sex Sex => (Text[16] - '0') % 2 == 1 ? Sex.Male : Sex.Female;

    /// <summary>All digits but the check character, which follows from them: the whole number in eight bytes.</summary>
    public long Digits => long.Parse(Text.AsSpan(0, Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>First 6 + ******** + last 4.</summary>
    public string Masked => string.Concat(Text.AsSpan(0, 6), "********", Text.AsSpan(Length - 4));

    /// <returns>What is wrong with it as a code, or null when it is right.</returns>
    public static string? Check(ReadOnlySpan<char> text, out IdentityNumber number)
    {
        number = default;
        if (text.Length != Length || text[..^1].ContainsAnyExceptInRange('0', '9') || text[0] == '0')
        {
            return "identity.malformed";
        }

        if (char.ToUpperInvariant(text[^1]) != CheckCharacter(text))
        {
            return "identity.check-digit";
        }

        if (!DateOnly.TryParseExact(text[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birthDate) || birthDate < Earliest)
        {
            return "identity.birth-date";
        }

        number = new(text[^1] == 'x' ? string.Concat(text[..^1], "X") : text.ToString(), birthDate);
        return null;
    }

    public static char CheckCharacter(ReadOnlySpan<char> digits)
    {
        // Weights 2^(17-i) mod 11, by Horner's rule.
        var sum = 0;
        for (var index = 0; index < Length - 1; index++)
        {
            sum = (sum + digits[index] - '0') * 2 % 11;
        }

        return "10X98765432"[sum];
    }

    public override string ToString() => Masked;
}
