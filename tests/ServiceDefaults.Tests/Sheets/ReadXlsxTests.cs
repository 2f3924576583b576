using System.IO.Compression;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.ServiceDefaults.Tests.Sheets;

public sealed class ReadXlsxTests
{
    private static readonly string Header = Book.Inline("身份证号", "姓名", "出生日期", "月收入");

    [Fact]
    public async Task References_may_be_left_out()
    {
        var rows = await Book.RowsAsync(Book.Xlsx(Header + Book.Inline("11010519491231002X", "样例甲", "1949-12-31", "3000")));
        Assert.Equal((2, "11010519491231002X"), (rows[0].Row, rows[0].Cells[0]));
        Assert.Equal(["样例甲", "1949-12-31", "3000"], rows[0].Cells.Skip(1));
    }

    [Fact]
    public async Task Shared_rich_and_phonetic_texts_formulas_and_booleans_are_read()
    {
        var file = Book.Xlsx(
            "<row r=\"1\"><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"D1\" t=\"s\"><v>1</v></c><c r=\"E1\" t=\"s\"><v>4</v></c></row>"
            + "<row r=\"5\"><c r=\"B5\" t=\"s\"><v>2</v></c><c r=\"D5\" t=\"str\"><f>A1</f><v>11_x000A_22</v></c><c r=\"E5\" t=\"b\"><v>1</v></c></row>"
            + "<row r=\"9\"/><row r=\"10\"><c r=\"B10\" t=\"s\"><v>3</v></c><c r=\"D10\" t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r></is></c></row>",
            "<si><t>姓名</t></si><si><r><rPr><b/></rPr><t>身份</t></r><r><t>证号</t></r></si><si><t>样例</t><rPh sb=\"0\" eb=\"1\"><t>ヨウ</t></rPh></si><si><t xml:space=\"preserve\">  样 例  </t></si><si><t>月收入</t></si>");
        var rows = await Book.RowsAsync(file);
        Assert.Equal([(5, "11\n22", "样例", "true"), (10, "a b", "样 例", null)], rows.Select(row => (row.Row, row.Cells[0], row.Cells[1], row.Cells[3])));
    }

    [Fact]
    public async Task Date_serials_become_dates_and_numbers_what_the_sheet_shows()
    {
        const string Styles = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;\"/><numFmt numFmtId=\"171\" formatCode=\"0.00&quot;day&quot;\"/></numFmts>"
            + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs>";
        static string Row(string birth, string style, string income, string incomeStyle = "0") =>
            $"<row><c><v>1</v></c><c><v>2</v></c><c s=\"{style}\"><v>{birth}</v></c><c s=\"{incomeStyle}\"><v>{income}</v></c></row>";
        var rows = await Book.RowsAsync(Book.Xlsx(
            Header + Row("37073", "1", "0.30000000000000004") + Row("1", "2", "3000.0") + Row("59", "1", "1E3") + Row("61", "1", "2.5", "3") + Row("37073.5", "1", "-1.5E-7") + Row("0.5", "1", "999999999999999"),
            styles: Styles));
        Assert.Equal(["2001-07-01", "1900-01-01", "1900-02-28", "1900-03-01", "2001-07-01T12:00:00", "12:00:00"], rows.Select(row => row.Cells[2]));
        Assert.Equal(["0.3", "3000.0", "1000", "2.5", "-0.00000015", "999999999999999"], rows.Select(row => row.Cells[3]));
        Assert.Equal("1", rows[0].Cells[0]);
    }

    [Fact]
    public async Task The_calendar_of_1904_is_kept()
    {
        var file = Book.Xlsx(
            Header + "<row><c><v>1</v></c><c><v>2</v></c><c s=\"1\"><v>0</v></c></row>",
            styles: "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>",
            workbook: $"<workbook {Book.Main}><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" sheetId=\"1\"/></sheets></workbook>");
        Assert.Equal("1904-01-01", (await Book.RowsAsync(file))[0].Cells[2]);
    }

    [Theory]
    [InlineData("110105194912310021")]
    [InlineData("1.1010519491231E+17")]
    [InlineData("1000000000000000")]
    public async Task An_identity_number_stored_as_a_number_is_a_problem_of_its_cell_and_never_a_wrong_number(string number)
    {
        var file = Book.Xlsx(Header + $"<row><c><v>{number}</v></c><c t=\"inlineStr\"><is><t>样例</t></is></c></row>");
        var problem = Assert.Single(await Book.ProblemsAsync(file));
        Assert.Equal((2, "id_number", SheetCodes.LostDigits), (problem.Row, problem.Column, problem.Code));
        Assert.Null((await Book.RowsAsync(file))[0].Cells[0]);
    }

    [Fact]
    public async Task An_error_of_a_formula_is_a_problem_of_its_cell()
    {
        var problem = Assert.Single(await Book.ProblemsAsync(Book.Xlsx(Header + "<row><c><v>1</v></c><c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>")));
        Assert.Equal(("name", SheetCodes.FormulaError, "#DIV/0!"), (problem.Column, problem.Code, problem.Arguments[0]));
    }

    [Fact]
    public async Task The_first_visible_sheet_is_read_wherever_it_lies_and_in_the_strict_namespace()
    {
        const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
        const string Relation = "<Relationship Id=\"{0}\" Type=\"http://x/worksheet\" Target=\"{1}\"/>";
        var rows = (Header + Book.Inline("1", "样例")).Replace("</", "</x:", StringComparison.Ordinal);
        foreach (var name in new[] { "row", "c ", "is", "t>" })
        {
            rows = rows.Replace("<" + name, "<x:" + name, StringComparison.Ordinal);
        }

        var file = Book.Xlsx(
            $"<worksheet xmlns=\"{Strict}\" xmlns:x=\"{Strict}\"><sheetData>{rows}</sheetData></worksheet>",
            workbook: $"<workbook xmlns=\"{Strict}\" xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><sheets><sheet name=\"h\" sheetId=\"1\" state=\"hidden\" r:id=\"rId7\"/>"
                + "<sheet name=\"v\" sheetId=\"2\" r:id=\"rId8\"/></sheets></workbook>",
            sheetPath: "xl/worksheets/second.xml",
            relations: "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + Relation.Replace("{0}", "rId7", StringComparison.Ordinal).Replace("{1}", "worksheets/first.xml", StringComparison.Ordinal)
                + Relation.Replace("{0}", "rId8", StringComparison.Ordinal).Replace("{1}", "/xl/worksheets/second.xml", StringComparison.Ordinal) + "</Relationships>");
        Assert.Equal("样例", Assert.Single(await Book.RowsAsync(file)).Cells[1]);
    }

    [Theory]
    [InlineData("<row r=\"2\"/><row r=\"1\"/>")]
    [InlineData("<row r=\"x\"/>")]
    [InlineData("<row r=\"99999999\"/>")]
    [InlineData("<row><c t=\"s\"><v>7</v></c></row>")]
    [InlineData("<row><c r=\"ZZZZ1\"><v>7</v></c></row>")]
    [InlineData("<row><c r=\"11\"><v>7</v></c></row>")]
    [InlineData("<row><c r=\"B1\"><v>7</v></c><c r=\"A1\"><v>7</v></c></row>")]
    [InlineData("<row><c><v>seven</v></c></row>")]
    [InlineData("<row><c><v>1e999</v></c></row>")]
    [InlineData("<row><c><v>7</row>")]
    public async Task A_damaged_sheet_is_said_to_be_damaged(string rows) =>
        Assert.Equal(SheetCodes.Damaged, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(Book.Xlsx(rows)))).Code);

    [Fact]
    public async Task A_document_type_is_refused_and_so_no_entity_can_grow_or_reach_out()
    {
        var file = Book.Xlsx("<worksheet><sheetData/></worksheet>", workbook: "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><workbook>&b;</workbook>");
        Assert.Equal(SheetCodes.Damaged, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(file))).Code);
    }

    [Fact]
    public async Task A_small_file_that_unpacks_into_a_huge_one_is_refused()
    {
        var file = Book.Xlsx(Header + "<row><c t=\"inlineStr\"><is><t>" + new string('a', 20_000_000) + "</t></is></c><c><v>1</v></c></row>");
        Assert.True(file.Length < 100_000);
        Assert.Equal(SheetCodes.TooLarge, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(file, new SheetLimits { MaxUnpackedBytes = 10_000_000 }))).Code);

        // Within the limit of the file the cell alone is refused, and is never held whole.
        Assert.Equal(SheetCodes.CellTooLong, Assert.Single(await Book.ProblemsAsync(file)).Code);
    }

    [Fact]
    public async Task An_entry_that_lies_about_its_size_cannot_unpack_to_more()
    {
        var file = Book.Xlsx(Header + "<row><c t=\"inlineStr\"><is><t>" + new string('a', 5_000_000) + "</t></is></c></row>");
        var wrong = BitConverter.GetBytes(1000);
        var changed = 0;
        for (var at = 0; at < file.Length - 4; at++)
        {
            if (BitConverter.ToInt32(file, at) is > 5_000_000 and < 5_010_000)
            {
                wrong.CopyTo(file, at);
                changed++;
            }
        }

        Assert.True(changed > 0);
        Assert.Equal(SheetCodes.Damaged, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(file))).Code);
    }

    [Fact]
    public async Task A_zip_that_is_no_workbook_is_no_table()
    {
        using var stream = new MemoryStream();
        await using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await zip.CreateEntry("readme.txt").OpenAsync();
            await entry.WriteAsync("hello"u8.ToArray());
        }

        Assert.Equal(SheetCodes.NotATable, (await Assert.ThrowsAsync<SheetException>(() => Book.RowsAsync(stream.ToArray()))).Code);
    }

    [Fact]
    public async Task An_upload_that_cannot_be_sought_is_read_all_the_same()
    {
        await using var stream = new Trickle(new MemoryStream(Book.Xlsx(Header + Book.Inline("1", "样例"))), 11);
        await using var reader = await SheetReader.OpenAsync(stream, Book.Catalogue);
        Assert.True(await reader.ReadAsync());
        Assert.Equal("样例", reader.Text(1));
    }

    [Fact]
    public async Task Sheets_broken_at_random_never_give_another_exception()
    {
        var random = new Random(20260701);
        var xlsx = Book.Xlsx(Header + string.Concat(Enumerable.Range(0, 30).Select(_ => Book.Inline("11010519491231002X", "样例 &amp; 甲", "1949-12-31", "3000"))), "<si><t>a</t></si>", "<cellXfs><xf numFmtId=\"14\"/></cellXfs>");
        var stored = Restored(xlsx);
        var csv = Book.Utf8("姓名,身份证号\r\n\"样例,甲\",11010519491231002X\r\n" + string.Concat(Enumerable.Repeat("样例,1\r\n", 50)));
        var refused = 0;
        for (var round = 0; round < 6_000; round++)
        {
            var file = (byte[])(round % 3 == 0 ? xlsx : round % 3 == 1 ? stored : csv).Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(file.Length);
                switch (random.Next(4))
                {
                    case 0:
                        file[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        file = file[..Math.Max(1, at)];
                        break;
                    case 2:
                        file[at] ^= (byte)(1 << random.Next(8));
                        break;
                    default:
                        var length = Math.Min(random.Next(64), file.Length - at);
                        var from = random.Next(file.Length - length + 1);
                        Array.Copy(file, from, file, at, length);
                        break;
                }
            }

            try
            {
                await Book.RowsAsync(file);
            }
            catch (SheetException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 5_999);
    }

    /// <summary>The same workbook with nothing compressed, so that random changes reach the XML and not only the packing.</summary>
    private static byte[] Restored(byte[] file)
    {
        using var result = new MemoryStream();
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        using (var from = new ZipArchive(new MemoryStream(file)))
        {
            foreach (var entry in from.Entries)
            {
                using var source = entry.Open();
                using var target = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                source.CopyTo(target);
            }
        }

        return result.ToArray();
    }
}
