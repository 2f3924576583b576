using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PartyCloud.Members.Protection;

namespace PartyCloud.Members.Imports;

/// <summary>
/// Rows on their way to the database, already in the form that COPY takes (PostgreSQL's binary format), and the cells they came of, for
/// the row that is refused later. A row as objects would outlive a step or two, and to move ten thousand of them about in memory costs
/// more than to read them.
/// </summary>
internal sealed class StagedRows
{
    private const int TextType = 25;

    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8];
    private static readonly int FirstDay = new DateOnly(2000, 1, 1).DayNumber;

    private readonly List<(long Row, int Start)> starts = [];
    private byte[] bytes = new byte[1 << 16];
    private char[] cells = new char[1 << 14];
    private int used;
    private int cellsUsed;

    public StagedRows() => Begin();

    public int Count => starts.Count;

    /// <summary>All rows, and the mark of their end. No row may follow.</summary>
    public ReadOnlyMemory<byte> End()
    {
        BinaryPrimitives.WriteInt16BigEndian(Space(sizeof(short)), -1);
        return bytes.AsMemory(0, used);
    }

    /// <param name="columns">Number of columns, each of which is then written, in their order.</param>
    public void Start(long row, short columns)
    {
        starts.Add((row, cellsUsed));
        BinaryPrimitives.WriteInt16BigEndian(Space(sizeof(short)), columns);
    }

    /// <summary>Keeps the next cell of the sheet's row.</summary>
    public void Keep(ReadOnlySpan<char> cell)
    {
        if (cells.Length < cellsUsed + 1 + cell.Length)
        {
            Array.Resize(ref cells, Math.Max(2 * cells.Length, cellsUsed + 1 + cell.Length));
        }

        cells[cellsUsed] = (char)cell.Length;
        cell.CopyTo(cells.AsSpan(cellsUsed + 1));
        cellsUsed += 1 + cell.Length;
    }

    /// <summary>The cells kept of a row.</summary>
    public string[] Cells(long row, int count)
    {
        var at = starts[CollectionsMarshal.AsSpan(starts).BinarySearch((row, 0), ByRow.Instance)].Start;
        var texts = new string[count];
        for (var cell = 0; cell < count; cell++)
        {
            texts[cell] = new(cells, at + 1, cells[at]);
            at += 1 + cells[at];
        }

        return texts;
    }

    public void Write(long value)
    {
        Number(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Space(sizeof(long)), value);
    }

    public void Write(Guid value)
    {
        Number(16);
        value.TryWriteBytes(Space(16), bigEndian: true, out _);
    }

    public void Write(DateOnly? value)
    {
        if (value is not { } day)
        {
            Number(-1);
            return;
        }

        Number(sizeof(int));
        Number(day.DayNumber - FirstDay);
    }

    /// <summary>A text; nothing when it is empty.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            Number(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, Space(length));
    }

    public void Write(string[]? texts)
    {
        if (texts is null)
        {
            Number(-1);
            return;
        }

        // The array's length comes before it and is known after it.
        var before = used;
        Number(0);
        Number(texts.Length == 0 ? 0 : 1);
        Number(0);
        Number(TextType);
        if (texts.Length > 0)
        {
            Number(texts.Length);
            Number(1);
            foreach (var text in texts)
            {
                Write(text.AsSpan());
            }
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(before), used - before - sizeof(int));
    }

    public void Write(byte[]? value)
    {
        if (value is null)
        {
            Number(-1);
            return;
        }

        Number(value.Length);
        Append(value);
    }

    /// <summary>Three columns: what people see, what can be compared, what can be opened.</summary>
    public void Write(SealedText? text)
    {
        Write(text is null ? default : text.Masked.AsSpan());
        Write(text?.Hash);
        Write(text?.Box);
    }

    /// <summary>Empty again, to be filled with other rows in the same memory.</summary>
    public void Clear()
    {
        starts.Clear();
        (used, cellsUsed) = (0, 0);
        Begin();
    }

    private void Begin()
    {
        Append(Signature);
        Number(0);
        Number(0);
    }

    private void Number(int value) => BinaryPrimitives.WriteInt32BigEndian(Space(sizeof(int)), value);

    private void Append(ReadOnlySpan<byte> value) => value.CopyTo(Space(value.Length));

    private Span<byte> Space(int length)
    {
        if (bytes.Length < used + length)
        {
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, used + length));
        }

        used += length;
        return bytes.AsSpan(used - length, length);
    }

    private sealed class ByRow : IComparer<(long Row, int Start)>
    {
        public static readonly ByRow Instance = new();

        public int Compare((long Row, int Start) x, (long Row, int Start) y) => x.Row.CompareTo(y.Row);
    }
}
