using System.Globalization;
using System.Text;

namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>A column that an import understands.</summary>
/// <param name="Name">Canonical name, e.g. <c>id_number</c>; a header may use it as it is.</param>
/// <param name="Synonyms">Other headers for it, first of all the Chinese one that error sheets and templates show.</param>
public sealed record SheetColumn(string Name, params string[] Synonyms)
{
    /// <summary>The file is refused without it.</summary>
    public bool Required { get; init; }

    /// <summary>Holds long numbers that are really texts, so a cell in the form 1.1E+17 has lost digits.</summary>
    public bool Digits { get; init; }

    /// <summary>The header to show people.</summary>
    public string Title => Synonyms.Length > 0 ? Synonyms[0] : Name;

    /// <summary>What two spellings of one header have in common: no case, spaces, dashes, asterisks, nor a remark in brackets.</summary>
    internal static string Key(ReadOnlySpan<char> header)
    {
        var text = new StringBuilder(header.Length);
        foreach (var character in header.ToString().Normalize(NormalizationForm.FormKC))
        {
            if (character == '(')
            {
                break;
            }

            if (!char.IsWhiteSpace(character) && character is not ('_' or '-' or '*' or '\uFEFF'))
            {
                text.Append(char.ToLower(character, CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}

/// <summary>How much of a file is read before it is refused.</summary>
public sealed record SheetLimits
{
    public static SheetLimits Default { get; } = new();

    /// <summary>Rows after the header.</summary>
    public int MaxRows { get; init; } = 1_048_575;

    public int MaxColumns { get; init; } = 200;

    /// <summary>Characters in one cell.</summary>
    public int MaxCellLength { get; init; } = 4_000;

    /// <summary>Bytes of the file as sent.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>Bytes of all parts of a workbook once unpacked.</summary>
    public long MaxUnpackedBytes { get; init; } = 1L << 30;

    /// <summary>Characters in a workbook's table of shared texts, the one thing of it that is held in memory.</summary>
    public int MaxSharedCharacters { get; init; } = 64 << 20;
}
