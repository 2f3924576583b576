using System.Buffers.Text;
using System.Text;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.ServiceDefaults.Paging;

/// <summary>Where a page in tree order begins: behind this level code and id.</summary>
public readonly record struct Cursor(string LevelCode, Guid Id)
{
    /// <summary>Before the first row.</summary>
    public static Cursor Start => new("", Guid.Empty);

    public static Cursor Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        Span<byte> bytes = stackalloc byte[128];
        var malformed = new FieldException(new FieldError("cursor", "field.malformed"));
        if (text.Length > 120 || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length < 16)
        {
            throw malformed;
        }

        var code = Encoding.ASCII.GetString(bytes[16..length]);
        return code.Length == 0 || Access.LevelCode.IsValid(code) ? new(code, new Guid(bytes[..16], bigEndian: true)) : throw malformed;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16 + Access.LevelCode.MaxDepth * Access.LevelCode.CharactersPerLevel];
        Id.TryWriteBytes(bytes, bigEndian: true, out _);
        var length = 16 + Encoding.ASCII.GetBytes(LevelCode, bytes[16..]);
        return Base64Url.EncodeToString(bytes[..length]);
    }
}

public static class Limit
{
    public const int Max = 200;
    public const int Default = 50;

    /// <summary>What portals fetch or send at once: through an exchange layer a call costs more than its content.</summary>
    public const int MaxTogether = 1000;

    /// <summary>1 to 1,000 items, 200 where nothing is said.</summary>
    public static int OfTogether(int? limit)
    {
        Field.Require(limit is null or (>= 1 and <= MaxTogether), "limit", "field.range", 1, MaxTogether);
        return limit ?? Max;
    }

    /// <summary>1 to 200 items, 50 where nothing is said.</summary>
    public static int Of(int? limit)
    {
        Field.Require(limit is null or (>= 1 and <= Max), "limit", "field.range", 1, Max);
        return limit ?? Default;
    }
}

public static class PageExtensions
{
    /// <summary>Makes a page of rows that were read one beyond the limit.</summary>
    public static Page<T> ToPage<T>(this List<T> rows, int limit, Func<T, string> next)
    {
        if (rows.Count <= limit)
        {
            return new(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        return new(rows, next(rows[^1]));
    }
}
