namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>The file as a whole cannot be read; a bad cell is a <see cref="SheetProblem"/> instead.</summary>
/// <param name="code">One of <see cref="SheetCodes"/>; its text stands in the resources under the same name.</param>
/// <param name="row">The row where reading stopped, as a spreadsheet numbers it; null where none is meant.</param>
/// <param name="arguments">What the text's placeholders {0}, {1}, … stand for.</param>
public sealed class SheetException(string code, int? row = null, params object[] arguments) : Exception(code)
{
    public string Code { get; } = code;

    public int? Row { get; } = row;

    public IReadOnlyList<object> Arguments { get; } = arguments;
}

/// <summary>What is wrong with one cell of a row that could otherwise be read.</summary>
/// <param name="Row">As a spreadsheet numbers it, from 1.</param>
/// <param name="Column">The canonical name of the column, or the letter of a column that the header does not name.</param>
/// <param name="Code">One of <see cref="SheetCodes"/>.</param>
/// <param name="Arguments">What the text's placeholders stand for.</param>
public sealed record SheetProblem(int Row, string Column, string Code, params object[] Arguments);

/// <summary>Every code that reading a table can give.</summary>
public static class SheetCodes
{
    /// <summary>The file is empty or has no header row.</summary>
    public const string Empty = "sheet.empty";

    /// <summary>Required columns are missing: {0} names them.</summary>
    public const string MissingColumns = "sheet.missing-columns";

    /// <summary>Two columns mean the same: {0}.</summary>
    public const string DuplicateColumn = "sheet.duplicate-column";

    /// <summary>The file is damaged or not what its first bytes promise.</summary>
    public const string Damaged = "sheet.damaged";

    /// <summary>An old .xls workbook, or one locked by a password.</summary>
    public const string OldFormat = "sheet.old-format";

    /// <summary>Neither text nor a workbook.</summary>
    public const string NotATable = "sheet.not-a-table";

    /// <summary>Bytes that are no character in the encoding of the file.</summary>
    public const string Encoding = "sheet.encoding";

    /// <summary>A quotation mark opens a field and none closes it.</summary>
    public const string UnclosedQuote = "sheet.unclosed-quote";

    /// <summary>More than {0} rows.</summary>
    public const string TooManyRows = "sheet.too-many-rows";

    /// <summary>More than {0} columns.</summary>
    public const string TooManyColumns = "sheet.too-many-columns";

    /// <summary>More than {0} bytes, packed or unpacked.</summary>
    public const string TooLarge = "sheet.too-large";

    /// <summary>Cell: longer than {0} characters.</summary>
    public const string CellTooLong = "sheet.cell-too-long";

    /// <summary>Cell: a long number was stored as a number and has lost its last digits; the column must be text.</summary>
    public const string LostDigits = "sheet.lost-digits";

    /// <summary>Cell: the formula gives an error, {0}.</summary>
    public const string FormulaError = "sheet.formula-error";

    /// <summary>Cell: text stands to the right of the last column of the header.</summary>
    public const string BeyondHeader = "sheet.beyond-header";

    /// <summary>Every code, for the test that each has its text.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Empty, MissingColumns, DuplicateColumn, Damaged, OldFormat, NotATable, Encoding, UnclosedQuote, TooManyRows, TooManyColumns, TooLarge, CellTooLong, LostDigits, FormulaError,
        BeyondHeader,
    ];
}
