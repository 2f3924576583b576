using System.Text;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.ServiceDefaults.Tests.Sheets;

public sealed class ReadCsvTests
{
    private const string Simple = "姓名,身份证号,出生日期\r\n样例甲,11010519491231002X,1949-12-31\r\n样例乙,440524188001010014,\r\n";

    static ReadCsvTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "utf-8", Encoding.UTF8.GetBytes(Simple) },
        { "utf-8 with mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Simple)] },
        { "gbk", Encoding.GetEncoding("gbk").GetBytes(Simple) },
        { "gb18030", Encoding.GetEncoding("gb18030").GetBytes(Simple) },
        { "utf-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Simple.Replace(',', '\t'))] },
        { "utf-16 big endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Simple)] },
        { "semicolons", Encoding.UTF8.GetBytes(Simple.Replace(',', ';')) },
        { "line feeds", Encoding.UTF8.GetBytes(Simple.Replace("\r\n", "\n")) },
        { "carriage returns", Encoding.UTF8.GetBytes(Simple.Replace("\r\n", "\r")) },
        { "sep line", Encoding.UTF8.GetBytes("sep=;\r\n" + Simple.Replace(',', ';')) },
        { "no last line end", Encoding.UTF8.GetBytes(Simple.TrimEnd()) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task The_same_table_comes_out_of_every_encoding_separator_and_line_end(string what, byte[] file)
    {
        var first = what == "sep line" ? 3 : 2;
        foreach (var most in new[] { 1, 7, 100_000 })
        {
            await using var stream = new Trickle(new MemoryStream(file), most);
            await using var reader = await SheetReader.OpenAsync(stream, Book.Catalogue);
            Assert.True(await reader.ReadAsync());
            Assert.Equal((first, "11010519491231002X", "样例甲", "1949-12-31", null), (reader.Row, reader.Text(0), reader.Text(1), reader.Text(2), reader.Text(3)));
            Assert.True(await reader.ReadAsync());
            Assert.Equal((first + 1, "440524188001010014", "样例乙", null), (reader.Row, reader.Text(0), reader.Text(1), reader.Text(2)));
            Assert.False(await reader.ReadAsync());
            Assert.True(reader.Has(2));
            Assert.False(reader.Has(3));
        }
    }

    [Fact]
    public async Task Gbk_is_seen_when_the_first_Chinese_character_comes_after_a_megabyte_of_ASCII()
    {
        var text = new StringBuilder("id_number,name\n");
        for (var row = 0; row < 40_000; row++)
        {
            text.Append(row).Append(",sample member name\n");
        }

        text.Append("x,样例末\n");
        var rows = await Book.RowsAsync(Encoding.GetEncoding("gbk").GetBytes(text.ToString()));
        Assert.Equal(40_001, rows.Count);
        Assert.Equal("样例末", rows[^1].Cells[1]);
    }

    [Fact]
    public async Task Every_split_of_the_buffer_gives_the_same_rows()
    {
        // Fields of growing length move the ends of the buffer through every kind of place in a record.
        var text = new StringBuilder("姓名,身份证号\r\n");
        for (var row = 0; row < 3_000; row++)
        {
            text.Append(row % 3 == 0 ? $"\"样例,\"\"{row}\"\"\r\n{new string('字', row % 41)}\"" : $"样例{new string('字', row % 41)}").Append(',').Append(row).Append("\r\n");
        }

        foreach (var encoding in new[] { "utf-8", "gb18030", "utf-16" })
        {
            var file = (byte[])[.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text.ToString())];
            var rows = await Book.RowsAsync(file);
            Assert.Equal(3_000, rows.Count);
            for (var row = 0; row < 3_000; row++)
            {
                Assert.Equal((row + 2, row.ToString(System.Globalization.CultureInfo.InvariantCulture)), (rows[row].Row, rows[row].Cells[0]));
                Assert.Equal(row % 3 == 0 ? $"样例,\"{row}\"\r\n{new string('字', row % 41)}".TrimEnd() : $"样例{new string('字', row % 41)}", rows[row].Cells[1]);
            }
        }
    }

    [Fact]
    public async Task Quoted_fields_keep_separators_quotation_marks_and_line_ends()
    {
        var rows = await Book.RowsAsync(Book.Utf8("name,id_number\n\"a,\"\"b\"\"\nc\",1\n\"d\"e,2\n\"\",3\n"));
        Assert.Equal([(2, "a,\"b\"\nc"), (3, "d\"e"), (4, null)], rows.Select(row => (row.Row, row.Cells[1])));
    }

    [Fact]
    public async Task Texts_guarded_against_being_computed_come_out_plain()
    {
        var rows = await Book.RowsAsync(Book.Utf8("name,id_number\n=\"0012\",'110105\n'=1+1,\t11\n'tis,'-1\n"));
        Assert.Equal([("0012", "110105"), ("=1+1", "11"), ("'tis", "-1")], rows.Select(row => (row.Cells[1], row.Cells[0])));
    }

    [Fact]
    public async Task Headers_are_found_in_any_order_spelling_and_below_a_title()
    {
        using var stream = new MemoryStream(Book.Utf8("党员名册,,,\n\n月 收 入（元）,备注,*姓名,ID Number\n3000,x,样例甲,1\n\n , ,,\n3000,,样例乙,2\n"));
        await using var reader = await SheetReader.OpenAsync(stream, Book.Catalogue);
        Assert.Equal(["备注"], reader.UnknownColumns);
        Assert.True(await reader.ReadAsync());
        Assert.Equal((4, "1", "样例甲", "3000"), (reader.Row, reader.Text(0), reader.Text(1), reader.Text(3)));
        var income = reader.Text(3);
        Assert.True(await reader.ReadAsync());
        Assert.Equal((7, "2"), (reader.Row, reader.Text(0)));
        Assert.Same(income, reader.Text(3));
        Assert.False(await reader.ReadAsync());
        Assert.Equal(2, reader.RowsRead);
    }

    [Theory]
    [InlineData("", SheetCodes.Empty)]
    [InlineData("\n\n \n", SheetCodes.Empty)]
    [InlineData("a,b\n1,2\n", SheetCodes.MissingColumns)]
    [InlineData("姓名,出生日期\n1,2\n", SheetCodes.MissingColumns)]
    [InlineData("姓名,身份证号,name\n1,2,3\n", SheetCodes.DuplicateColumn)]
    [InlineData("姓名,身份证号\n1,\"2\n3,4\n", SheetCodes.UnclosedQuote)]
    [InlineData("姓名,身份证号\n1,2\0\n", SheetCodes.NotATable)]
    [InlineData("\u00D0\u00CF\u0011\u00E0 old", SheetCodes.OldFormat)]
    public async Task A_file_that_cannot_be_read_says_why(string text, string code)
    {
        var file = code == SheetCodes.OldFormat ? Encoding.Latin1.GetBytes(text) : Book.Utf8(text);
        Assert.Equal(code, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(file))).Code);
    }

    [Fact]
    public async Task Missing_columns_are_named_as_people_know_them()
    {
        var thrown = await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(Book.Utf8("姓名,出生日期\n")));
        Assert.Equal("身份证号", Assert.Single(thrown.Arguments));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        byte[] file = [.. Book.Utf8("姓名,身份证号\n"), 0xEF, 0xBB, 0xBF, 0xFF, 0xFF, (byte)'\n'];
        Assert.Equal(SheetCodes.Encoding, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(file))).Code);
    }

    [Fact]
    public async Task Limits_hold()
    {
        var three = Book.Utf8("name,id_number\na,1\nb,2\nc,3\n");
        Assert.Equal(3, (await Book.RowsAsync(three, new SheetLimits { MaxRows = 3 })).Count);
        Assert.Equal(SheetCodes.TooManyRows, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(three, new SheetLimits { MaxRows = 2 }))).Code);
        Assert.Equal(SheetCodes.TooManyColumns, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(three, new SheetLimits { MaxColumns = 1 }))).Code);
        var large = Book.Utf8("name,id_number\n" + new string('a', 100_000) + ",1\n");
        Assert.Equal(SheetCodes.TooLarge, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(large, new SheetLimits { MaxBytes = 50_000 }))).Code);
        Assert.Equal([new SheetProblem(2, "name", SheetCodes.CellTooLong)], (await Book.ProblemsAsync(large)).Select(problem => problem with { Arguments = problem.Arguments[..0] }), Same);
        var endless = Book.Utf8("name,id_number\n" + new string('a', 8_000_000));
        Assert.Equal(SheetCodes.NotATable, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(endless))).Code);
    }

    [Fact]
    public async Task A_number_that_lost_digits_and_text_beyond_the_header_are_problems_of_the_row()
    {
        var problems = await Book.ProblemsAsync(Book.Utf8("name,id_number\na,1.10105E+17\nb,110105194912310021\nc,1,,x\nd,E+1\n"));
        Assert.Equal([(2, "id_number", SheetCodes.LostDigits), (4, "D", SheetCodes.BeyondHeader)], problems.Select(problem => (problem.Row, problem.Column, problem.Code)));
    }

    [Fact]
    public async Task Two_hundred_thousand_rows_cost_their_texts_and_nothing_else()
    {
        const int Count = 200_000;
        await using var stream = new Rows(Count);
        await using var reader = await SheetReader.OpenAsync(stream, Book.Catalogue);
        var (rows, characters) = (0, 0L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (await reader.ReadAsync())
        {
            rows++;
            characters += reader.Span(0).Length + reader.Span(1).Length + reader.Span(2).Length + reader.Span(3).Length;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Count, rows);
        Assert.Equal(Count * (18L + 10 + 10 + 4), characters);
        Assert.True(allocated < 1 << 20, $"{allocated} bytes were allocated for {Count} rows.");
    }

    [Fact]
    public async Task Millions_of_empty_lines_are_passed_over()
    {
        var file = Book.Utf8("name,id_number\n" + new string('\n', 20_000_000) + "a,1\n");
        Assert.Equal([20_000_002], (await Book.RowsAsync(file)).Select(row => row.Row));
    }

    [Theory]
    [InlineData("2001-07-01")]
    [InlineData("2001/7/1")]
    [InlineData(" 2001.7.01 ")]
    [InlineData("2001年7月1日")]
    [InlineData("20010701")]
    [InlineData("2001-07-01T00:00:00")]
    [InlineData("2001/7/1 0:00")]
    public void Dates_are_read_as_people_type_them(string text)
    {
        Assert.True(SheetDate.TryParse(text, out var date));
        Assert.Equal(new DateOnly(2001, 7, 1), date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2001-02-29")]
    [InlineData("2001-13-01")]
    [InlineData("01-07-2001")]
    [InlineData("2001-7")]
    [InlineData("0000-01-01")]
    [InlineData("2001-07-01x")]
    [InlineData("20017-1-1")]
    [InlineData("2001--1")]
    public void What_is_no_date_is_refused(string text) => Assert.False(SheetDate.TryParse(text, out _));

    private static bool Same(SheetProblem left, SheetProblem right) => (left.Row, left.Column, left.Code) == (right.Row, right.Column, right.Code);

    /// <summary>Makes its rows while it is read, so that the test itself holds no file.</summary>
    private sealed class Rows(int count) : Stream
    {
        private readonly byte[] _row = Book.Utf8("110105194912310000,样例党员000001,1949-12-31,3000\r\n");
        private readonly byte[] _header = Book.Utf8("身份证号,姓名,出生日期,月收入\r\n");
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => _header.Length + (long)count * _row.Length;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, Length - _position);
            for (var at = 0; at < read; at++, _position++)
            {
                buffer[at] = _position < _header.Length ? _header[_position] : _row[(_position - _header.Length) % _row.Length];
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
