using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Members.Registry;

/// <summary>Rows as JSON without objects in between; enumerations stand in the database as they travel.</summary>
internal static class MemberJson
{
    internal static readonly JsonWriterOptions Options = new() { Encoder = Wire.Json.Encoder, SkipValidation = true };

    private static readonly JsonEncodedText[] MemberNames = Names<MemberResponse>();
    private static readonly JsonEncodedText[] SummaryNames = Names<MemberSummary>();

    /// <summary>In the order of <see cref="HotReads.MemberColumns"/>, which is that of <see cref="MemberResponse"/>.</summary>
    public static void WriteMember(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.WriteString(MemberNames[0], row.GetGuid(0));
        json.WriteString(MemberNames[1], row.GetGuid(1));
        json.WriteString(MemberNames[2], row.GetString(2));
        json.WriteString(MemberNames[3], row.GetString(3));
        json.WriteString(MemberNames[4], row.GetString(4));
        WriteDate(json, MemberNames[5], row, 5);
        WriteText(json, MemberNames[6], row, 6);
        WriteText(json, MemberNames[7], row, 7);
        json.WriteString(MemberNames[8], row.GetString(8));
        json.WriteBoolean(MemberNames[9], row.GetBoolean(9));
        WriteDate(json, MemberNames[10], row, 10);
        WriteDate(json, MemberNames[11], row, 11);
        WriteDate(json, MemberNames[12], row, 12);
        WriteText(json, MemberNames[13], row, 13);
        json.WriteStartArray(MemberNames[14]);
        foreach (var tag in row.GetFieldValue<string[]>(14))
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        WriteText(json, MemberNames[15], row, 15);
        json.WriteString(MemberNames[16], row.GetString(16));
        WriteText(json, MemberNames[17], row, 17);
        WriteDate(json, MemberNames[18], row, 18);
        WriteText(json, MemberNames[19], row, 19);
        json.WriteNumber(MemberNames[20], row.GetInt32(20));
        json.WriteEndObject();
    }

    /// <summary>In the order of <see cref="HotReads.SummaryColumns"/>, which is that of <see cref="MemberSummary"/>.</summary>
    public static void WriteSummary(Utf8JsonWriter json, NpgsqlDataReader row, Guid id, string levelCode)
    {
        json.WriteStartObject();
        json.WriteString(SummaryNames[0], id);
        json.WriteString(SummaryNames[1], row.GetGuid(1));
        json.WriteString(SummaryNames[2], levelCode);
        json.WriteString(SummaryNames[3], row.GetString(3));
        json.WriteString(SummaryNames[4], row.GetString(4));
        WriteDate(json, SummaryNames[5], row, 5);
        json.WriteString(SummaryNames[6], row.GetString(6));
        json.WriteBoolean(SummaryNames[7], row.GetBoolean(7));
        WriteDate(json, SummaryNames[8], row, 8);
        WriteDate(json, SummaryNames[9], row, 9);
        json.WriteString(SummaryNames[10], row.GetString(10));
        WriteText(json, SummaryNames[11], row, 11);
        json.WriteNumber(SummaryNames[12], row.GetInt32(12));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, row.GetString(column));
        }
    }

    private static void WriteDate(Utf8JsonWriter json, JsonEncodedText name, NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNull(name);
            return;
        }

        Span<char> text = stackalloc char[10];
        row.GetFieldValue<DateOnly>(column).TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    private static JsonEncodedText[] Names<T>() =>
        [.. typeof(T).GetConstructors()[0].GetParameters().Select(parameter => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)))];
}

/// <summary>A page of summaries in the making, from one range of the tree or from several.</summary>
internal sealed class SummaryPage : IDisposable
{
    private readonly ArrayBufferWriter<byte> body = new(16 * 1024);
    private readonly Utf8JsonWriter json;
    private readonly int size;
    private Cursor last;
    private bool more;

    public SummaryPage(int size)
    {
        this.size = size;
        json = new(body, MemberJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
    }

    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    /// <summary>A row beyond the page's size was seen.</summary>
    public bool IsFull => more;

    public async Task TakeAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        while (await reader.ReadAsync(cancel))
        {
            if (Count == size)
            {
                more = true;
                return;
            }

            last = new(reader.GetString(2), reader.GetGuid(0));
            MemberJson.WriteSummary(json, reader, last.Id, last.LevelCode);
            Count++;
        }
    }

    public ReadOnlyMemory<byte> Finish()
    {
        json.WriteEndArray();
        json.WriteString("next"u8, more ? last.ToString() : null);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    public void Dispose() => json.Dispose();
}
