using System.Buffers;
using System.Runtime.CompilerServices;

namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>
/// Reads an imported table row by row with flat memory: CSV (UTF-8, GB18030 and so GBK, UTF-16 with a byte order mark; comma, semicolon or tab) or XLSX, told apart by the
/// first bytes and never by the name. A row is valid until the next <see cref="ReadAsync"/>.
/// </summary>
public abstract class SheetReader : IAsyncDisposable
{
    // People put a title above the header; further down than this it is data.
    private const int HeaderSearchRows = 10;

    private static readonly SearchValues<char> Guarded = SearchValues.Create("=+-@\t\r");

    private readonly List<SheetProblem> _problems = [];
    private SheetColumn[] _columns = [];
    private int[] _fieldOf = [];
    private int[] _columnAt = [];
    private string?[] _last = [];
    private int _headerWidth;
    private int _rows;
    private bool _headerRead;

    private protected SheetReader(SheetLimits limits) => Limits = limits;

    /// <summary>The columns asked for, in the order of the indexes below.</summary>
    public IReadOnlyList<SheetColumn> Columns => _columns;

    /// <summary>Headers that no column of the catalogue knows; what stands below them is ignored.</summary>
    public IReadOnlyList<string> UnknownColumns { get; private set; } = [];

    /// <summary>Number of the current row as a spreadsheet shows it, from 1.</summary>
    public int Row { get; private protected set; }

    /// <summary>Rows read so far, without the header and without empty ones.</summary>
    public int RowsRead => _rows;

    /// <summary>What is wrong with cells of the current row; such a cell reads as empty.</summary>
    public IReadOnlyList<SheetProblem> Problems => _problems;

    private protected SheetLimits Limits { get; }

    // The cells of the current row lie in one buffer; a field is where it starts and how long it is.
    private protected char[] Buffer { get; set; } = [];

    private protected int[] Starts { get; private set; } = new int[32];

    private protected int[] Lengths { get; private set; } = new int[32];

    private protected int Fields { get; private set; }

    /// <summary>Opens the file and reads its header. The stream stays the caller's.</summary>
    /// <exception cref="SheetException">The file cannot be read, or a required column is missing.</exception>
    public static async ValueTask<SheetReader> OpenAsync(Stream stream, IReadOnlyList<SheetColumn> columns, SheetLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= SheetLimits.Default;
        var head = new byte[8];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        var magic = head.AsMemory(0, read);
        if (magic.Span.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new SheetException(SheetCodes.OldFormat);
        }

        SheetReader reader = magic.Span.StartsWith("PK\u0003\u0004"u8) ? await XlsxReader.OpenAsync(magic, stream, limits, cancellation) : new CsvReader(magic, stream, limits);
        try
        {
            await reader.ReadHeaderAsync([.. columns], cancellation);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to the next row that is not empty; false at the end. Nothing is allocated, nor awaited unless the buffer is empty.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return TryRead(out var found) ? ValueTask.FromResult(found) : FillAndReadAsync(cancellation);
    }

    /// <summary>The rest of the rows as texts in the order of <see cref="Columns"/>, for callers to whom comfort is worth an array a row.</summary>
    public async IAsyncEnumerable<(int Row, string?[] Cells)> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await ReadAsync(cancellation))
        {
            var cells = new string?[_columns.Length];
            for (var column = 0; column < cells.Length; column++)
            {
                cells[column] = Text(column);
            }

            yield return (Row, cells);
        }
    }

    /// <summary>Does the file have this column at all?</summary>
    public bool Has(int column) => _fieldOf[column] >= 0;

    /// <summary>The cell without surrounding space; empty when there is none. No allocation.</summary>
    public ReadOnlySpan<char> Span(int column)
    {
        var field = _fieldOf[column];
        return (uint)field < (uint)Fields ? Unguarded(Field(field).Trim()) : default;
    }

    /// <summary>The cell as a text; null when it is empty. A text equal to the one above it is the same object.</summary>
    public string? Text(int column)
    {
        var span = Span(column);
        if (span.IsEmpty)
        {
            return null;
        }

        ref var last = ref _last[column];
        if (last is null || !span.SequenceEqual(last))
        {
            last = span.ToString();
        }

        return last;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Goes to the next record, found or not; false when the buffer must be filled first.</summary>
    private protected abstract bool TryNext(out bool found);

    private protected abstract ValueTask FillAsync(CancellationToken cancellation);

    private protected void ClearFields() => Fields = 0;

    private protected void AddField(int start, int length)
    {
        if (Fields == Limits.MaxColumns)
        {
            throw new SheetException(SheetCodes.TooManyColumns, Row, Limits.MaxColumns);
        }

        if (Fields == Starts.Length)
        {
            var (starts, lengths) = (Starts, Lengths);
            Array.Resize(ref starts, Fields * 2);
            Array.Resize(ref lengths, Fields * 2);
            (Starts, Lengths) = (starts, lengths);
        }

        Starts[Fields] = start;
        Lengths[Fields] = length;
        Fields++;
    }

    /// <summary>Reports a cell by its place in the row. Below a header that nobody knows nothing is wrong.</summary>
    private protected void Report(int field, string code, params object[] arguments)
    {
        if (!_headerRead)
        {
            return;
        }

        var column = field < _columnAt.Length ? _columnAt[field] : -1;
        if (column >= 0)
        {
            _problems.Add(new SheetProblem(Row, _columns[column].Name, code, arguments));
        }
    }

    private ReadOnlySpan<char> Field(int field) => Buffer.AsSpan(Starts[field], Lengths[field]);

    /// <summary>Does an apostrophe stand before what a spreadsheet would compute or shorten, or before such another apostrophe?</summary>
    internal static bool IsGuarded(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart('\'');
        return rest.Length < text.Length && !rest.IsEmpty && (Guarded.Contains(rest[0]) || char.IsAsciiDigit(rest[0]));
    }

    /// <summary>Takes off what keeps a spreadsheet from computing a text: ="…" and a leading apostrophe.</summary>
    private static ReadOnlySpan<char> Unguarded(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] is not ('=' or '\''))
        {
            return text;
        }

        if (text[0] == '\'')
        {
            return IsGuarded(text) ? text[1..] : text;
        }

        return text is ['=', '"', .., '"'] && text.Length > 2 ? text[2..^1] : text;
    }

    private async ValueTask<bool> FillAndReadAsync(CancellationToken cancellation)
    {
        bool found;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            await FillAsync(cancellation);
        }
        while (!TryRead(out found));
        return found;
    }

    /// <summary>Goes on to a row that is not empty or to the end; false when the buffer must be filled first.</summary>
    private bool TryRead(out bool found)
    {
        do
        {
            _problems.Clear();
            if (!TryNext(out found))
            {
                return false;
            }
        }
        while (found && !Accept());
        return true;
    }

    private bool Accept()
    {
        if (IsEmpty() && _problems.Count == 0)
        {
            return false;
        }

        if (++_rows > Limits.MaxRows)
        {
            throw new SheetException(SheetCodes.TooManyRows, Row, Limits.MaxRows);
        }

        CheckRow();
        return true;
    }

    private bool IsEmpty()
    {
        for (var field = 0; field < Fields; field++)
        {
            if (!Field(field).IsWhiteSpace())
            {
                return false;
            }
        }

        return true;
    }

    private void CheckRow()
    {
        for (var field = 0; field < Fields; field++)
        {
            if (Lengths[field] > Limits.MaxCellLength)
            {
                Report(field, SheetCodes.CellTooLong, Limits.MaxCellLength);
                Lengths[field] = 0;
            }
            else if (field < _columnAt.Length)
            {
                var column = _columnAt[field];
                if (column >= 0 && _columns[column].Digits && LooksRounded(Field(field)))
                {
                    Report(field, SheetCodes.LostDigits);
                    Lengths[field] = 0;
                }
            }
            else if (field >= _headerWidth && !Field(field).IsWhiteSpace())
            {
                _problems.Add(new SheetProblem(Row, Letters(field), SheetCodes.BeyondHeader));
            }
        }
    }

    /// <summary>1.10105E+17 is what a spreadsheet saves of a long number.</summary>
    private static bool LooksRounded(ReadOnlySpan<char> cell)
    {
        var exponent = cell.IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        return exponent > 0 && char.IsAsciiDigit(cell.TrimStart()[0]) && !cell[(exponent + 2)..].TrimEnd().ContainsAnyExceptInRange('0', '9');
    }

    internal static string Letters(int column)
    {
        Span<char> letters = stackalloc char[7];
        var at = letters.Length;
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters[--at] = (char)('A' + (rest - 1) % 26);
        }

        return letters[at..].ToString();
    }

    private async ValueTask ReadHeaderAsync(SheetColumn[] columns, CancellationToken cancellation)
    {
        _columns = columns;
        _last = new string?[columns.Length];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < columns.Length; column++)
        {
            foreach (var name in columns[column].Synonyms.Prepend(columns[column].Name))
            {
                known.TryAdd(SheetColumn.Key(name), column);
            }
        }

        string[]? leastMissing = null;
        for (var tried = 0; tried < HeaderSearchRows;)
        {
            if (!TryNext(out var found))
            {
                await FillAsync(cancellation);
                continue;
            }

            if (!found)
            {
                break;
            }

            if (IsEmpty())
            {
                continue;
            }

            tried++;
            var (missing, duplicate) = Match(known);
            if (missing.Length == 0 && duplicate is null && _fieldOf.Any(field => field >= 0))
            {
                _headerRead = true;
                return;
            }

            if (missing.Length == 0 && duplicate is not null)
            {
                throw new SheetException(SheetCodes.DuplicateColumn, Row, duplicate);
            }

            if (leastMissing is null || missing.Length < leastMissing.Length)
            {
                leastMissing = missing;
            }
        }

        throw leastMissing is null ? new SheetException(SheetCodes.Empty) : new SheetException(SheetCodes.MissingColumns, null, string.Join(", ", leastMissing));
    }

    private (string[] Missing, string? Duplicate) Match(Dictionary<string, int> known)
    {
        _fieldOf = new int[_columns.Length];
        Array.Fill(_fieldOf, -1);
        _columnAt = new int[Fields];
        Array.Fill(_columnAt, -1);
        _headerWidth = 0;
        var unknown = new List<string>();
        string? duplicate = null;
        for (var field = 0; field < Fields; field++)
        {
            var header = Field(field).Trim();
            if (header.IsEmpty)
            {
                continue;
            }

            _headerWidth = field + 1;
            if (header.Length > Limits.MaxCellLength || !known.TryGetValue(SheetColumn.Key(header), out var column))
            {
                unknown.Add(header[..Math.Min(header.Length, 100)].ToString());
            }
            else if (_fieldOf[column] >= 0)
            {
                duplicate ??= header.ToString();
            }
            else
            {
                (_fieldOf[column], _columnAt[field]) = (field, column);
            }
        }

        UnknownColumns = unknown;
        var missing = _columns.Where((column, index) => column.Required && _fieldOf[index] < 0).Select(column => column.Title);
        return ([.. missing], duplicate);
    }
}
