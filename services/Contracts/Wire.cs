using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartyCloud.Contracts;

/// <summary>How JSON looks everywhere: camel case, enumerations as text, numbers never as text.</summary>
public static class Wire
{
    public static JsonSerializerOptions Json { get; } = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
