using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PartyCloud.ServiceDefaults.Sheets;

/// <summary>
/// Writes a table row by row with flat memory and without a synchronous write, so straight into an answer: the cells of a row in order, then <see cref="EndRowAsync"/>; dispose
/// to finish the file. Texts stay texts whatever they begin with.
/// </summary>
public abstract class SheetWriter : IAsyncDisposable
{
    private const int FlushAt = 32 << 10;

    private protected SheetWriter()
    {
    }

    private protected ArrayBufferWriter<byte> Out { get; } = new(FlushAt + 4096);

    /// <summary>A workbook that goes on to a further sheet, with the same header, when one is full.</summary>
    public static SheetWriter Xlsx(Stream stream, string sheetName, IReadOnlyList<string> header) => new XlsxWriter(stream, sheetName, header);

    /// <summary>UTF-8 with a byte order mark, which spreadsheets need to see that it is UTF-8.</summary>
    public static SheetWriter Csv(Stream stream, IReadOnlyList<string> header) => new CsvWriter(stream, header);

    public abstract SheetWriter Text(ReadOnlySpan<char> text);

    public abstract SheetWriter Number(decimal? number);

    public abstract SheetWriter Date(DateOnly? date);

    public SheetWriter Number(long number) => Number((decimal)number);

    public async ValueTask EndRowAsync(CancellationToken cancellation = default)
    {
        EndRow();
        if (Out.WrittenCount >= FlushAt)
        {
            await FlushAsync(cancellation);
        }
    }

    public async ValueTask WriteRowAsync(IReadOnlyList<string?> cells, CancellationToken cancellation = default)
    {
        for (var cell = 0; cell < cells.Count; cell++)
        {
            Text(cells[cell]);
        }

        await EndRowAsync(cancellation);
    }

    public abstract ValueTask DisposeAsync();

    private protected abstract void EndRow();

    private protected abstract ValueTask FlushAsync(CancellationToken cancellation);

    private protected void Put(ReadOnlySpan<byte> text) => Out.Write(text);

    private protected void Put(ReadOnlySpan<char> text)
    {
        var room = Out.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        Out.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    private protected void Put(decimal number)
    {
        number.TryFormat(Out.GetSpan(40), out var written, default, CultureInfo.InvariantCulture);
        Out.Advance(written);
    }

    private protected void Put(DateOnly date)
    {
        date.TryFormat(Out.GetSpan(10), out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Out.Advance(written);
    }

    private sealed class CsvWriter : SheetWriter
    {
        private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

        private readonly Stream _stream;
        private bool _inRow;

        public CsvWriter(Stream stream, IReadOnlyList<string> header)
        {
            _stream = stream;
            Put("\uFEFF"u8);
            foreach (var title in header)
            {
                Text(title);
            }

            EndRow();
        }

        public override SheetWriter Text(ReadOnlySpan<char> text)
        {
            Separate();

            // A spreadsheet would compute what begins like a formula; the apostrophe says text, and our reader takes it off again.
            var guard = !text.IsEmpty && (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' || SheetReader.IsGuarded(text));
            var quote = text.ContainsAny(Special) || (!text.IsEmpty && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])));
            if (quote)
            {
                Put("\""u8);
            }

            if (guard)
            {
                Put("'"u8);
            }

            for (int mark; quote && (mark = text.IndexOf('"')) >= 0; text = text[(mark + 1)..])
            {
                Put(text[..(mark + 1)]);
                Put("\""u8);
            }

            Put(text);
            if (quote)
            {
                Put("\""u8);
            }

            return this;
        }

        public override SheetWriter Number(decimal? number)
        {
            Separate();
            if (number is { } value)
            {
                Put(value);
            }

            return this;
        }

        public override SheetWriter Date(DateOnly? date)
        {
            Separate();
            if (date is { } value)
            {
                Put(value);
            }

            return this;
        }

        public override async ValueTask DisposeAsync() => await FlushAsync(default);

        private protected override void EndRow()
        {
            Put("\r\n"u8);
            _inRow = false;
        }

        private protected override async ValueTask FlushAsync(CancellationToken cancellation)
        {
            await _stream.WriteAsync(Out.WrittenMemory, cancellation);
            Out.ResetWrittenCount();
        }

        private void Separate()
        {
            if (_inRow)
            {
                Put(","u8);
            }

            _inRow = true;
        }
    }

    private sealed class XlsxWriter : SheetWriter
    {
        private const int LastRow = 1_048_576;
        private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        private const string Package = "http://schemas.openxmlformats.org/package/2006";
        private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

        private readonly Stream _stream;
        private readonly Staging _staging = new();
        private readonly ZipArchive _zip;
        private readonly string _name;
        private readonly IReadOnlyList<string> _header;
        private readonly byte[][] _letters;
        private Stream? _sheet;
        private int _sheets;
        private int _row;
        private int _column = -1;

        public XlsxWriter(Stream stream, string name, IReadOnlyList<string> header)
        {
            _stream = stream;
            _zip = new ZipArchive(_staging, ZipArchiveMode.Create, leaveOpen: true);
            _name = name;
            _header = header;
            _letters = [.. Enumerable.Range(0, Math.Max(header.Count, 26)).Select(column => Encoding.ASCII.GetBytes(SheetReader.Letters(column)))];
            StartSheet();
        }

        public override SheetWriter Text(ReadOnlySpan<char> text)
        {
            StartCell();
            if (text.IsEmpty)
            {
                return this;
            }

            OpenCell(" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
            Escape(text);
            Put("</t></is></c>"u8);
            return this;
        }

        public override SheetWriter Number(decimal? number)
        {
            StartCell();
            if (number is { } value)
            {
                OpenCell("><v>"u8);
                Put(value);
                Put("</v></c>"u8);
            }

            return this;
        }

        public override SheetWriter Date(DateOnly? date)
        {
            StartCell();
            if (date is { } value)
            {
                OpenCell(" s=\"1\"><v>"u8);
                Put(value.DayNumber - new DateOnly(1899, 12, 30).DayNumber);
                Put("</v></c>"u8);
            }

            return this;
        }

        public override async ValueTask DisposeAsync()
        {
            if (_column >= 0)
            {
                EndRow();
            }

            Put("</sheetData></worksheet>"u8);
            await FlushAsync(default);
            CloseSheet();
            var numbers = Enumerable.Range(1, _sheets);
            Part("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
                + string.Concat(numbers.Select(sheet => $"<sheet name=\"{SheetName(sheet)}\" sheetId=\"{sheet}\" r:id=\"rId{sheet}\"/>")) + "</sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}/relationships\">"
                + string.Concat(numbers.Select(sheet => $"<Relationship Id=\"rId{sheet}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{sheet}.xml\"/>"))
                + $"<Relationship Id=\"rId{_sheets + 1}\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
            Part("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
                + "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
                + "<fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
                + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"3\">"
                + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
                + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
                + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
            Part("_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            const string Content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
            Part("[Content_Types].xml", $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + $"<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{Content}.sheet.main+xml\"/>"
                + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Content}.styles+xml\"/>"
                + string.Concat(numbers.Select(sheet => $"<Override PartName=\"/xl/worksheets/sheet{sheet}.xml\" ContentType=\"{Content}.worksheet+xml\"/>")) + "</Types>");
            _zip.Dispose();
            await _staging.DrainAsync(_stream, default);
        }

        private protected override void EndRow()
        {
            if (_column < 0)
            {
                StartCell();
            }

            Put("</row>"u8);
            _column = -1;
            _row++;
        }

        private protected override async ValueTask FlushAsync(CancellationToken cancellation)
        {
            WriteOut();

            // Rows are at most as many as a few buffers short of the limit, so a full sheet is noticed in time.
            if (_row > LastRow - FlushAt)
            {
                Put("</sheetData></worksheet>"u8);
                WriteOut();
                CloseSheet();
                StartSheet();
            }

            await _staging.DrainAsync(_stream, cancellation);
        }

        private void WriteOut()
        {
            _sheet ??= _zip.CreateEntry($"xl/worksheets/sheet{_sheets}.xml", CompressionLevel.Fastest).Open();
            _sheet.Write(Out.WrittenSpan);
            Out.ResetWrittenCount();
        }

        private void CloseSheet()
        {
            _sheet!.Dispose();
            _sheet = null;
        }

        private void StartSheet()
        {
            _sheets++;
            _row = 1;
            Put("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"u8);
            if (_header.Count > 0)
            {
                // Empty cells below are texts too, so that a number typed into a downloaded sheet keeps its digits.
                Put($"<cols><col min=\"1\" max=\"{_header.Count}\" width=\"18\" style=\"2\" customWidth=\"1\"/></cols>");
            }

            Put("<sheetData>"u8);
            foreach (var title in _header)
            {
                Text(title);
            }

            if (_header.Count > 0)
            {
                EndRow();
            }
        }

        private string SheetName(int sheet)
        {
            var name = new string([.. _name.Where(letter => !char.IsControl(letter) && !"[]:*?/\\&<>\"'".Contains(letter))]);
            name = name.Length == 0 ? "Sheet" : name[..Math.Min(name.Length, 26)];
            return sheet == 1 ? name : $"{name} {sheet}";
        }

        private void Part(string path, string xml)
        {
            using var part = _zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            part.Write(Encoding.UTF8.GetBytes(Declaration + xml));
        }

        private void StartCell()
        {
            if (++_column == 0)
            {
                Put("<row r=\""u8);
                Put(_row);
                Put("\">"u8);
            }
        }

        private void OpenCell(ReadOnlySpan<byte> rest)
        {
            Put("<c r=\""u8);
            if (_column < _letters.Length)
            {
                Put(_letters[_column]);
            }
            else
            {
                Put(SheetReader.Letters(_column));
            }

            Put(_row);
            Put("\""u8);
            Put(rest);
        }

        private void Escape(ReadOnlySpan<char> text)
        {
            var plain = 0;
            for (var at = 0; at < text.Length; at++)
            {
                var letter = text[at];
                var escape = letter switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF' => $"_x{(int)letter:X4}_",
                    '_' when at + 6 < text.Length && text[at + 1] == 'x' && text[at + 6] == '_' => "_x005F_",
                    _ => null,
                };
                if (escape is not null)
                {
                    Put(text[plain..at]);
                    Put(escape);
                    plain = at + 1;
                }
            }

            Put(text[plain..]);
        }
    }

    /// <summary>A zip is written synchronously even by its asynchronous methods; what it writes is kept here, a buffer at a time, until it can be awaited.</summary>
    private sealed class Staging : Stream
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async ValueTask DrainAsync(Stream to, CancellationToken cancellation)
        {
            await to.WriteAsync(_bytes.WrittenMemory, cancellation);
            _bytes.ResetWrittenCount();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => _bytes.Write(buffer);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
