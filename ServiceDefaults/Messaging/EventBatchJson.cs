using System.Text.Json;
using System.Text.Json.Serialization;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>
/// What waits in the outbox goes on the wire as it stands there, as reading it only to write it again costs a large import dear. So facts
/// are on the wire as the outbox writes them, <see cref="Wire.Json"/>, and are read so.
/// </summary>
internal sealed class EventBatchJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(EventBatch<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<EventBatch<T>>
        where T : class
    {
        public override EventBatch<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Plain>(ref reader, Wire.Json)!.Events);

        public override void Write(Utf8JsonWriter writer, EventBatch<T> value, JsonSerializerOptions options)
        {
            if (value.Waiting.Count == 0)
            {
                JsonSerializer.Serialize(writer, new Plain(value.Events), Wire.Json);
                return;
            }

            writer.WriteStartObject();
            writer.WriteStartArray("events");
            foreach (var row in value.Waiting)
            {
                if (row.IsArray)
                {
                    // The array's items join the others.
                    writer.WriteRawValue(row.Body.AsSpan(1, row.Body.Length - 2), skipInputValidation: true);
                }
                else
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", row.Id);
                    writer.WritePropertyName("body");
                    writer.WriteRawValue(row.Body, skipInputValidation: true);
                    writer.WriteString("traceParent", row.TraceParent);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        private sealed record Plain(IReadOnlyList<Event<T>> Events);
    }
}
