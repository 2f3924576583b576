using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>
/// The first visible sheet of a workbook, straight from its XML: what office programs, libraries and export tools write differs (references left out, strict namespaces,
/// texts shared, rich or inline), so the reader asks for as little as it needs. Only the shared texts are held in memory.
/// </summary>
internal sealed class XlsxReader : SheetReader
{
    private const int MaxParts = 10_000;
    private const int LastRow = 1_048_576;
    private const int LastColumn = 16_384;

    private static readonly XmlReaderSettings Xml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    private readonly ZipArchive _zip;
    private readonly Stream? _spooled;
    private readonly HashSet<int> _dateStyles = [];
    private readonly List<(int Chunk, int Start, int Length)> _shared = [];
    private readonly List<char[]> _sharedText = [];
    private XmlReader? _sheet;
    private bool _dates1904;
    private int _length;
    private int _sharedChunkUsed;
    private int _sharedTotal;

    private XlsxReader(ZipArchive zip, Stream? spooled, SheetLimits limits)
        : base(limits)
    {
        _zip = zip;
        _spooled = spooled;
        Buffer = new char[4096];
    }

    public static async ValueTask<XlsxReader> OpenAsync(ReadOnlyMemory<byte> head, Stream stream, SheetLimits limits, CancellationToken cancellation)
    {
        Stream? spooled = null;
        ZipArchive? zip = null;
        try
        {
            if (stream.CanSeek && stream.Length <= limits.MaxBytes)
            {
                stream.Position -= head.Length;
                if (stream.Position > 0)
                {
                    spooled = await SpoolAsync(default, stream, limits, cancellation);
                }
            }
            else
            {
                // A zip is read from its end, so what comes over the network lies in a temporary file first.
                spooled = await SpoolAsync(head, stream, limits, cancellation);
            }

            zip = new ZipArchive(spooled ?? stream, ZipArchiveMode.Read, leaveOpen: true);
            CheckSize(zip, limits);
            var reader = new XlsxReader(zip, spooled, limits);
            reader.Start(cancellation);
            return reader;
        }
        catch (Exception thrown)
        {
            zip?.Dispose();
            if (spooled is not null)
            {
                await spooled.DisposeAsync();
            }

            if (IsDamage(thrown))
            {
                throw new SheetException(SheetCodes.Damaged);
            }

            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _sheet?.Dispose();
        _zip.Dispose();
        if (_spooled is not null)
        {
            await _spooled.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private protected override bool TryNext(out bool found)
    {
        try
        {
            found = NextRow();
            return true;
        }
        catch (Exception thrown) when (IsDamage(thrown))
        {
            throw new SheetException(SheetCodes.Damaged, Row);
        }
    }

    private protected override ValueTask FillAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    private static bool IsDamage(Exception thrown) =>
        thrown is XmlException or InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException or NotSupportedException or KeyNotFoundException;

    private static async ValueTask<Stream> SpoolAsync(ReadOnlyMemory<byte> head, Stream stream, SheetLimits limits, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"partycloud-{Guid.CreateVersion7():N}.xlsx"), options);
        try
        {
            await file.WriteAsync(head, cancellation);
            var buffer = new byte[80 << 10];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                if (file.Length > limits.MaxBytes)
                {
                    throw new SheetException(SheetCodes.TooLarge, null, limits.MaxBytes);
                }
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>A small file that unpacks into a huge one is refused before a byte is unpacked; a part may not unpack to more than its entry says, so the sum is to be trusted.</summary>
    private static void CheckSize(ZipArchive zip, SheetLimits limits)
    {
        if (zip.Entries.Count > MaxParts)
        {
            throw new SheetException(SheetCodes.TooLarge, null, limits.MaxUnpackedBytes);
        }

        long total = 0;
        foreach (var entry in zip.Entries)
        {
            total += entry.Length;
            if (total > limits.MaxUnpackedBytes || total < 0)
            {
                throw new SheetException(SheetCodes.TooLarge, null, limits.MaxUnpackedBytes);
            }
        }
    }

    private static bool IsDateFormat(ReadOnlySpan<char> format)
    {
        for (var at = 0; at < format.Length; at++)
        {
            switch (format[at])
            {
                case '"':
                    var quote = format[(at + 1)..].IndexOf('"');
                    at = quote < 0 ? format.Length : at + 1 + quote;
                    break;
                case '[':
                    var bracket = format[at..].IndexOf(']');
                    at = bracket < 0 ? format.Length : at + bracket;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H':
                    return true;
                case ';':
                    return false;
            }
        }

        return false;
    }

    private XmlReader? Open(string path)
    {
        var wanted = path.TrimStart('/');
        var entry = _zip.GetEntry(wanted) ?? _zip.Entries.FirstOrDefault(entry => entry.FullName.Replace('\\', '/').Equals(wanted, StringComparison.OrdinalIgnoreCase));
        var settings = Xml.Clone();
        settings.CloseInput = true;
        settings.MaxCharactersInDocument = Limits.MaxUnpackedBytes;
        return entry is null ? null : XmlReader.Create(entry.Open(), settings);
    }

    private void Start(CancellationToken cancellation)
    {
        if (_zip.Entries.All(entry => !entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            throw new SheetException(SheetCodes.NotATable);
        }

        var workbook = Target("_rels/.rels", type => type.EndsWith("/officeDocument", StringComparison.Ordinal), "xl/workbook.xml");
        var folder = workbook[..(workbook.LastIndexOf('/') + 1)];
        var relations = $"{folder}_rels/{workbook[folder.Length..]}.rels";
        var sheet = FirstSheet(workbook, relations, folder);
        ReadStyles(Target(relations, type => type.EndsWith("/styles", StringComparison.Ordinal), folder + "styles.xml", folder));
        ReadShared(Target(relations, type => type.EndsWith("/sharedStrings", StringComparison.Ordinal), folder + "sharedStrings.xml", folder), cancellation);
        _sheet = Open(sheet) ?? throw new SheetException(SheetCodes.Damaged);
        if (_sheet.MoveToContent() != XmlNodeType.Element || _sheet.LocalName != "worksheet")
        {
            throw new SheetException(SheetCodes.Damaged);
        }
    }

    private string Target(string relations, Func<string, bool> wanted, string otherwise, string folder = "", string? id = null)
    {
        using var xml = Open(relations);
        while (xml is not null && xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("Target") is { Length: > 0 } target && wanted(xml.GetAttribute("Type") ?? "")
                && (id is null || xml.GetAttribute("Id") == id))
            {
                return target.StartsWith('/') ? target[1..] : folder + (target.StartsWith("./", StringComparison.Ordinal) ? target[2..] : target);
            }
        }

        return otherwise;
    }

    private string FirstSheet(string workbook, string relations, string folder)
    {
        string? first = null;
        using (var xml = Open(workbook))
        {
            while (xml is not null && xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (xml.LocalName == "workbookPr")
                {
                    _dates1904 = xml.GetAttribute("date1904") is "1" or "true";
                }
                else if (xml.LocalName == "sheet" && first is null && xml.GetAttribute("state") is null or "visible")
                {
                    for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
                    {
                        if (xml.LocalName == "id" && xml.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal))
                        {
                            first ??= xml.Value;
                        }
                    }
                }
            }
        }

        return Target(relations, type => type.EndsWith("/worksheet", StringComparison.Ordinal), folder + "worksheets/sheet1.xml", folder, first);
    }

    private void ReadStyles(string path)
    {
        using var xml = Open(path);
        var dates = new HashSet<int>();
        var inCells = false;
        var style = 0;
        while (xml is not null && xml.Read())
        {
            if (xml.LocalName == "cellXfs")
            {
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "numFmt")
            {
                if (int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsDateFormat(xml.GetAttribute("formatCode")))
                {
                    dates.Add(id);
                }
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "xf" && inCells)
            {
                if (int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    && (id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) || dates.Contains(id)))
                {
                    _dateStyles.Add(style);
                }

                style++;
            }
        }
    }

    private void ReadShared(string path, CancellationToken cancellation)
    {
        using var xml = Open(path);
        while (xml is not null && xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si")
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            _length = 0;
            AppendTexts(xml, 0);
            _sharedTotal += _length + 4;
            if (_sharedTotal > Limits.MaxSharedCharacters)
            {
                throw new SheetException(SheetCodes.TooLarge, null, Limits.MaxSharedCharacters);
            }

            if (_sharedText.Count == 0 || _sharedText[^1].Length - _sharedChunkUsed < _length)
            {
                _sharedText.Add(new char[Math.Max(32 << 10, _length)]);
                _sharedChunkUsed = 0;
            }

            Buffer.AsSpan(0, _length).CopyTo(_sharedText[^1].AsSpan(_sharedChunkUsed));
            _shared.Add((_sharedText.Count - 1, _sharedChunkUsed, _length));
            _sharedChunkUsed += _length;
        }
    }

    /// <summary>Appends every t below the current element (si or is), with the parts of rich text joined and phonetic hints (rPh) left out.</summary>
    private void AppendTexts(XmlReader xml, int start)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        var phonetic = int.MaxValue;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "rPh" && !xml.IsEmptyElement)
            {
                phonetic = xml.Depth;
            }
            else if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == phonetic)
            {
                phonetic = int.MaxValue;
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace && xml.Depth < phonetic && xml.Depth > depth + 1)
            {
                AppendValue(xml, start);
            }
        }

        _length = start + Unescape(Buffer.AsSpan(start, _length - start));
    }

    /// <summary>Appends the current text node, in pieces and no more than shows that the cell is too long.</summary>
    private void AppendValue(XmlReader xml, int start)
    {
        while (true)
        {
            if (_length - start > Limits.MaxCellLength * 8)
            {
                return;
            }

            if (Buffer.Length - _length < 1024)
            {
                var larger = new char[Buffer.Length * 2];
                Buffer.AsSpan(0, _length).CopyTo(larger);
                Buffer = larger;
            }

            var read = xml.CanReadValueChunk ? xml.ReadValueChunk(Buffer, _length, Buffer.Length - _length) : 0;
            if (read == 0)
            {
                return;
            }

            _length += read;
        }
    }

    /// <summary>_x000D_ stands for a character that XML cannot hold as it is.</summary>
    private static int Unescape(Span<char> text)
    {
        if (text.IndexOf("_x") < 0)
        {
            return text.Length;
        }

        var to = 0;
        for (var from = 0; from < text.Length; from++)
        {
            if (text[from] == '_' && from + 6 < text.Length && text[from + 1] == 'x' && text[from + 6] == '_'
                && ushort.TryParse(text.Slice(from + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text[to++] = (char)code;
                from += 6;
            }
            else
            {
                text[to++] = text[from];
            }
        }

        return to;
    }

    private bool NextRow()
    {
        var xml = _sheet!;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
            {
                ReadRow(xml);
                return true;
            }

            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "sheetData")
            {
                return false;
            }
        }

        return false;
    }

    private void ReadRow(XmlReader xml)
    {
        ClearFields();
        _length = 0;
        var row = xml.GetAttribute("r") is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : Row + 1;
        if (row <= Row || row > LastRow)
        {
            throw new SheetException(SheetCodes.Damaged, Row);
        }

        Row = row;
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        var next = 0;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c")
            {
                continue;
            }

            var column = xml.GetAttribute("r") is { } reference ? ColumnOf(reference) : next;
            if (column < next)
            {
                throw new SheetException(SheetCodes.Damaged, Row);
            }

            var before = _length;
            var problem = ReadCell(xml, out var argument);
            next = column + 1;
            if (_length == before && problem is null)
            {
                continue;
            }

            while (Fields < column)
            {
                AddField(before, 0);
            }

            AddField(before, _length - before);
            if (problem is not null)
            {
                Report(column, problem, argument is null ? [] : [argument]);
                Lengths[column] = 0;
            }
        }
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference)
        {
            if (!char.IsAsciiLetter(letter))
            {
                break;
            }

            column = column * 26 + (letter | 0x20) - 'a' + 1;
            if (column > LastColumn)
            {
                throw new FormatException();
            }
        }

        return column > 0 ? column - 1 : throw new FormatException();
    }

    /// <summary>Reads one cell to the end of the buffer; the code of what is wrong with it, or null.</summary>
    private string? ReadCell(XmlReader xml, out object? argument)
    {
        argument = null;
        var type = xml.GetAttribute("t");
        var style = xml.GetAttribute("s");
        if (xml.IsEmptyElement)
        {
            return null;
        }

        var start = _length;
        var depth = xml.Depth;
        var hasValue = false;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName == "is")
            {
                AppendTexts(xml, start);
            }
            else if (xml.LocalName == "v" && !xml.IsEmptyElement)
            {
                hasValue = true;
                var inner = xml.Depth;
                while (xml.Read() && xml.Depth > inner)
                {
                    AppendValue(xml, start);
                }
            }
        }

        if (!hasValue)
        {
            return null;
        }

        var value = Buffer.AsSpan(start, _length - start);
        switch (type)
        {
            case "s":
                var (chunk, from, length) = _shared[CheckedIndex(value)];
                Replace(start, _sharedText[chunk].AsSpan(from, length));
                return null;
            case "b":
                Replace(start, value.Trim() is "1" or "true" ? "true" : "false");
                return null;
            case "e":
                argument = value[..Math.Min(value.Length, 20)].ToString();
                return SheetCodes.FormulaError;
            case "str" or "inlineStr":
                _length = start + Unescape(value);
                return null;
            case "d":
                var midnight = value.IndexOf("T00:00:00");
                _length = midnight == 10 ? start + 10 : _length;
                return null;
            default:
                return ReadNumber(start, style);
        }
    }

    private int CheckedIndex(ReadOnlySpan<char> value)
    {
        var index = int.Parse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
        return index < _shared.Count ? index : throw new FormatException();
    }

    private void Replace(int start, ReadOnlySpan<char> text)
    {
        while (Buffer.Length - start < text.Length)
        {
            var larger = new char[Buffer.Length * 2];
            Buffer.AsSpan(0, start).CopyTo(larger);
            Buffer = larger;
        }

        text.CopyTo(Buffer.AsSpan(start));
        _length = start + text.Length;
    }

    /// <summary>
    /// A workbook keeps numbers as binary floating point, of which fifteen decimal digits are to be trusted: what is longer was a text (an identity number) once and has lost
    /// digits, whatever now stands in their place.
    /// </summary>
    private string? ReadNumber(int start, string? style)
    {
        var text = Buffer.AsSpan(start, _length - start).Trim();
        if (text.IsEmpty)
        {
            _length = start;
            return null;
        }

        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            throw new FormatException();
        }

        if (style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && _dateStyles.Contains(index))
        {
            Replace(start, DateText(number));
            return null;
        }

        if (Math.Abs(number) >= 1e15)
        {
            return SheetCodes.LostDigits;
        }

        if (text.Length > 15 || text.ContainsAny('e', 'E'))
        {
            // 0.30000000000000004 is how the file writes what the sheet shows as 0.3. Beyond what a decimal holds there is only nought.
            Span<char> rounded = stackalloc char[40];
            var shown = Math.Abs(number) < 1e-20 ? 0m : decimal.Parse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
            shown.TryFormat(rounded, out var written, "0.############################", CultureInfo.InvariantCulture);
            Replace(start, rounded[..written]);
        }
        else
        {
            Replace(start, text.ToString());
        }

        return null;
    }

    /// <summary>Days since the end of 1899, with the 29th of February 1900 that never was; or since the beginning of 1904.</summary>
    private string DateText(double serial)
    {
        var days = _dates1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
        if (days is < 0 or >= 2_958_466)
        {
            throw new FormatException();
        }

        var seconds = (long)Math.Round(days * 86_400);
        var date = new DateTime(1899, 12, 30).AddSeconds(seconds);
        if (serial < 1 && !_dates1904)
        {
            return date.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        }

        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
    }
}
