using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.ServiceDefaults.Tests.Sheets;

/// <summary>Measures memory, so nothing else runs beside it.</summary>
[Collection("alone")]
public sealed class WriteSheetTests
{
    private static readonly string?[][] Nasty =
    [
        ["11010519491231002X", "=1+1", "-2", "@x"],
        ["001002", "a,\"b\"\r\nc", null, "+3"],
        ["1", "<样例> & _x000D_ 😀", "x\ty", "'=1"],
        ["2", "\u0001控制\u000B", "'tis", "="],
    ];

    [Fact]
    public async Task A_workbook_reads_back_as_it_was_written_and_holds_texts_alone()
    {
        var memory = new MemoryStream();
        await using (var writer = SheetWriter.Xlsx(new AsynchronousOnly(memory), "错误:行", ["身份证号", "姓名", "出生日期", "月收入"]))
        {
            foreach (var row in Nasty)
            {
                await writer.WriteRowAsync(row);
            }

            await writer.EndRowAsync();
            writer.Text("3").Text("样例").Date(new DateOnly(2001, 7, 1)).Number(1234.50m);
            await writer.EndRowAsync();
        }

        var rows = await Book.RowsAsync(memory.ToArray());
        Assert.Equal(Nasty.Length + 1, rows.Count);
        for (var row = 0; row < Nasty.Length; row++)
        {
            // An apostrophe before a sign is how a text is marked in a sheet, so it is not part of it.
            Assert.Equal(Nasty[row].Select(cell => cell == "'=1" ? "=1" : cell?.Trim()), rows[row].Cells);
        }

        Assert.Equal((7, "2001-07-01", "1234.50"), (rows[^1].Row, rows[^1].Cells[2], rows[^1].Cells[3]));

        memory.Position = 0;
        await using var zip = new ZipArchive(memory);
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var sheet = XDocument.Load(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync());
        Assert.Empty(sheet.Descendants(main + "f"));
        Assert.Equal("A1", sheet.Descendants(main + "c").First().Attribute("r")!.Value);
        Assert.All(sheet.Descendants(main + "row"), row => Assert.NotNull(row.Attribute("r")));
        Assert.All(zip.Entries, entry => Assert.NotNull(XDocument.Load(entry.Open()).Root));
    }

    [Fact]
    public async Task A_csv_reads_back_as_it_was_written_and_no_cell_begins_like_a_formula()
    {
        var memory = new MemoryStream();
        await using (var writer = SheetWriter.Csv(new AsynchronousOnly(memory), ["身份证号", "姓名", "出生日期", "月收入"]))
        {
            foreach (var row in Nasty)
            {
                await writer.WriteRowAsync(row);
            }

            writer.Text("3").Text("样例").Date(new DateOnly(2001, 7, 1)).Number(-1234.50m);
            await writer.EndRowAsync();
        }

        var rows = await Book.RowsAsync(memory.ToArray());
        for (var row = 0; row < Nasty.Length; row++)
        {
            Assert.Equal(Nasty[row].Select(cell => cell?.Trim()), rows[row].Cells);
        }

        Assert.Equal(["3", "样例", "2001-07-01", "-1234.50"], rows[^1].Cells.AsEnumerable());
        var text = Encoding.UTF8.GetString(memory.ToArray());
        Assert.StartsWith("\uFEFF身份证号,", text, StringComparison.Ordinal);
        Assert.Contains(",'=1+1,'-2,'@x", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_sheet_goes_on_in_the_next_one_with_flat_memory()
    {
        await using var to = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        const int Count = 1_100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        await using (var writer = SheetWriter.Xlsx(to, "members", ["身份证号", "姓名"]))
        {
            for (var row = 0; row < Count; row++)
            {
                writer.Number(row).Text("样例");
                await writer.EndRowAsync();
                if (row % 200_000 == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        }

        Assert.True(most < 16 << 20, $"{most} bytes were held while writing.");
        to.Position = 0;
        await using var reader = await SheetReader.OpenAsync(to, Book.Catalogue);
        var first = 0;
        while (await reader.ReadAsync())
        {
            first++;
        }

        to.Position = 0;
        await using var zip = new ZipArchive(to, ZipArchiveMode.Read, leaveOpen: true);
        var second = zip.GetEntry("xl/worksheets/sheet2.xml")!;
        using var text = new StreamReader(await second.OpenAsync());
        var rows = (await text.ReadToEndAsync()).Split("<row ").Length - 1;
        Assert.Equal(Count, first + rows - 1);
        Assert.True(rows > 2);
    }
}

[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
