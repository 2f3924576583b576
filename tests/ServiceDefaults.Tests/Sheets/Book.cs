using System.IO.Compression;
using System.Text;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.ServiceDefaults.Tests.Sheets;

/// <summary>Files made by hand, as other programs write them.</summary>
internal static class Book
{
    public const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    public static readonly SheetColumn[] Catalogue =
    [
        new("id_number", "身份证号", "公民身份号码") { Required = true, Digits = true },
        new("name", "姓名") { Required = true },
        new("birth_date", "出生日期"),
        new("monthly_income", "月收入"),
    ];

    public static byte[] Xlsx(string rows, string? shared = null, string? styles = null, string? workbook = null, string sheetPath = "xl/worksheets/sheet1.xml", string? relations = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "xl/workbook.xml", workbook ?? $"<workbook {Main}><sheets><sheet name=\"a\" sheetId=\"1\"/></sheets></workbook>");
            Put(zip, sheetPath, rows.StartsWith("<worksheet", StringComparison.Ordinal) ? rows : $"<worksheet {Main}><sheetData>{rows}</sheetData></worksheet>");
            if (relations is not null)
            {
                Put(zip, "xl/_rels/workbook.xml.rels", relations);
            }

            if (shared is not null)
            {
                Put(zip, "xl/sharedStrings.xml", $"<sst {Main}>{shared}</sst>");
            }

            if (styles is not null)
            {
                Put(zip, "xl/styles.xml", $"<styleSheet {Main}>{styles}</styleSheet>");
            }
        }

        return stream.ToArray();
    }

    public static string Inline(params string[] texts) => "<row>" + string.Concat(texts.Select(text => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>")) + "</row>";

    public static async Task<List<(int Row, string?[] Cells)>> RowsAsync(byte[] file, SheetLimits? limits = null)
    {
        using var stream = new MemoryStream(file);
        await using var reader = await SheetReader.OpenAsync(stream, Catalogue, limits);
        var rows = new List<(int, string?[])>();
        await foreach (var row in reader.ReadRowsAsync())
        {
            rows.Add(row);
        }

        return rows;
    }

    public static async Task<List<SheetProblem>> ProblemsAsync(byte[] file, SheetLimits? limits = null)
    {
        using var stream = new MemoryStream(file);
        await using var reader = await SheetReader.OpenAsync(stream, Catalogue, limits);
        var problems = new List<SheetProblem>();
        while (await reader.ReadAsync())
        {
            problems.AddRange(reader.Problems);
        }

        return problems;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static void Put(ZipArchive zip, string path, string text)
    {
        using var entry = zip.CreateEntry(path).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}

/// <summary>As a network gives them: no seeking, a few bytes at a time.</summary>
internal sealed class Trickle(Stream inner, int most) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous only.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await inner.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}

/// <summary>As a server's answer: takes asynchronous writes alone.</summary>
internal sealed class AsynchronousOnly(MemoryStream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
