using System.Text.Json;
using System.Text.Json.Serialization;
using PartyCloud.Contracts;

namespace PartyCloud.Assessment.Contracts;

/// <summary>What a freeze answers: a county's cycle frozen at once (200), or the job that freezes a city's (202). Exactly one of the two is there.</summary>
/// <param name="Cycle">The frozen cycle.</param>
/// <param name="Job">The job under way; <see cref="IAssessmentApi.GetFreeze"/> tells how far it is.</param>
[JsonConverter(typeof(FreezeResponseConverter))]
public sealed record FreezeResponse(CycleResponse? Cycle, JobResponse? Job);

/// <summary>On the wire either stands alone, and only a cycle has a scheme.</summary>
internal sealed class FreezeResponseConverter : JsonConverter<FreezeResponse>
{
    public override FreezeResponse Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var answer = JsonDocument.ParseValue(ref reader);
        return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("schemeId", out _)
            ? new(answer.RootElement.Deserialize<CycleResponse>(options), null)
            : new(null, answer.RootElement.Deserialize<JobResponse>(options));
    }

    public override void Write(Utf8JsonWriter writer, FreezeResponse value, JsonSerializerOptions options)
    {
        if (value.Cycle is { } cycle)
        {
            JsonSerializer.Serialize(writer, cycle, options);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Job, options);
        }
    }
}
