using System.Globalization;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Members.Protection;

/// <summary>A text of a person as it is stored: what people see, what can be compared, what can be opened.</summary>
internal sealed record SealedText(string Masked, byte[] Hash, byte[] Box);

/// <summary>Turns what identifies a person into what may be stored, and back.</summary>
internal sealed class PersonalData(DataKeys keys)
{
    public byte[] HashOf(IdentityNumber number) => keys.Hash(Sealed.IdentityNumber, number.Text);

    public SealedText Seal(IdentityNumber number)
    {
        var hash = HashOf(number);
        return new(number.Masked, hash, keys.Seal(Sealed.IdentityNumber, hash, number.Text));
    }

    /// <param name="person">The hash of the person's identity number.</param>
    /// <param name="phone">Normalised.</param>
    public SealedText SealPhone(byte[] person, string phone) =>
        new(MaskPhone(phone), keys.Hash(Sealed.Phone, phone), keys.Seal(Sealed.Phone, person, phone));

    /// <summary>What dues are reckoned from (党费计算基数) has no mask: it is hidden altogether.</summary>
    public SealedText SealIncome(byte[] person, decimal income)
    {
        var text = income.ToString("0.00", CultureInfo.InvariantCulture);
        return new("", keys.Hash(Sealed.Income, text, person), keys.Seal(Sealed.Income, person, text));
    }

    public string OpenIdNumber(byte[] person, byte[] box) => keys.OpenText(Sealed.IdentityNumber, person, box);

    public string OpenPhone(byte[] person, byte[] box) => keys.OpenText(Sealed.Phone, person, box);

    public decimal OpenIncome(byte[] person, byte[] box) =>
        decimal.Parse(keys.OpenText(Sealed.Income, person, box), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>Digits with a leading + where there is one; null when it is no telephone number.</summary>
    public static string? NormalizePhone(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[20];
        var length = 0;
        foreach (var character in text.Trim())
        {
            if (character is ' ' or '-' or '(' or ')')
            {
                continue;
            }

            if (length == digits.Length || !(char.IsAsciiDigit(character) || (character == '+' && length == 0)))
            {
                return null;
            }

            digits[length++] = character;
        }

        return length >= 7 ? digits[..length].ToString() : null;
    }

    /// <summary>3 + **** + 4 of a mobile number; of a shorter one only the end.</summary>
    public static string MaskPhone(string phone) =>
        phone.Length >= 11 ? string.Concat(phone.AsSpan(0, 3), "****", phone.AsSpan(phone.Length - 4)) : string.Concat("****", phone.AsSpan(phone.Length - 2));
}

/// <summary>An uploaded sheet is full of identity numbers, and so are the rows of it that were refused.</summary>
internal sealed class SealedUploads(DataKeys keys) : IJobSeal
{
    public byte[] Seal(ReadOnlySpan<byte> content) => keys.Seal(Sealed.Upload, [], content);

    public byte[] Open(ReadOnlySpan<byte> box) => keys.Open(Sealed.Upload, [], box);
}
