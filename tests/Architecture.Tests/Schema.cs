using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartyCloud.Architecture.Tests;

/// <summary>Says whether a value keeps to a JSON schema, as far as our documents use the language; a word it does not know is a fault.</summary>
internal static class Schema
{
    private static readonly string[] Known =
    [
        "$ref", "type", "format", "properties", "required", "items", "enum", "oneOf", "allOf", "additionalProperties", "pattern", "minLength", "maxLength",
        "minItems", "maxItems", "minimum", "maximum", "default", "description", "title", "deprecated",
    ];

    /// <param name="isPart">Whether other schemas may know the rest of it.</param>
    public static string? Fault(JsonObject document, JsonNode? schema, JsonNode? value, string at, bool isPart = false)
    {
        if (schema is not JsonObject rules)
        {
            return null;
        }

        if (rules["$ref"]?.GetValue<string>() is { } reference)
        {
            return Fault(document, document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]], value, at, isPart);
        }

        if (rules.Select(rule => rule.Key).FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
        {
            return $"{at}: the schema says {unknown}, which is not looked at";
        }

        return (rules["oneOf"] is JsonArray choices && choices.Count(choice => Fault(document, choice, value, at) is null) != 1 ? $"{at} is not one of the choices" : null)
            ?? (rules["allOf"] as JsonArray)?.Select(part => Fault(document, part, value, at, isPart: true)).FirstOrDefault(fault => fault is not null)
            ?? (rules["enum"] is JsonArray values && !values.Any(one => JsonNode.DeepEquals(one, value)) ? $"{at} is {value?.ToJsonString() ?? "null"}, which is not in the list" : null)
            ?? (Types(rules["type"]) is { Count: > 0 } types && !types.Any(type => Is(type, value)) ? $"{at} is {value?.ToJsonString() ?? "null"} and not {string.Join(" or ", types)}" : null)
            ?? value switch
            {
                JsonObject members => OfObject(document, rules, members, at, isPart),
                JsonArray items => OfArray(document, rules, items, at),
                JsonValue plain => OfValue(rules, plain, at),
                _ => null,
            };
    }

    private static string? OfObject(JsonObject document, JsonObject rules, JsonObject members, string at, bool isPart)
    {
        foreach (var name in rules["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey(name!.GetValue<string>()))
            {
                return $"{at} has no {name}";
            }
        }

        var properties = rules["properties"]?.AsObject() ?? [];
        return members.Select(member =>
            properties[member.Key] is { } property ? Fault(document, property, member.Value, $"{at}.{member.Key}")
            : rules["additionalProperties"] is { } rest ? Fault(document, rest, member.Value, $"{at}.{member.Key}")
            : properties.Count > 0 && !isPart && rules["allOf"] is null ? $"{at} has {member.Key}, of which the schema knows nothing"
            : null).FirstOrDefault(fault => fault is not null);
    }

    private static string? OfArray(JsonObject document, JsonObject rules, JsonArray items, string at) =>
        items.Count < (rules["minItems"]?.GetValue<int>() ?? 0) || items.Count > (rules["maxItems"]?.GetValue<int>() ?? int.MaxValue)
            ? $"{at} has {items.Count} items"
            : items.Select((item, index) => Fault(document, rules["items"], item, $"{at}[{index}]")).FirstOrDefault(fault => fault is not null);

    private static string? OfValue(JsonObject rules, JsonValue value, string at)
    {
        if (value.GetValueKind() is JsonValueKind.Number)
        {
            var number = decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
            return number < (Bound("minimum") ?? number) || number > (Bound("maximum") ?? number) ? $"{at} is {number}, out of its range" : null;
        }

        if (value.GetValueKind() is not JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetValue<string>();
        var formed = rules["format"]?.GetValue<string>() switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => true,
        };
        return !formed ? $"{at} is \"{text}\" and no {rules["format"]}"
            : text.Length < (rules["minLength"]?.GetValue<int>() ?? 0) || text.Length > (rules["maxLength"]?.GetValue<int>() ?? int.MaxValue) ? $"{at} is \"{text}\", too short or too long"
            : rules["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, $"^(?:{pattern})$") ? $"{at} is \"{text}\" and does not fit {pattern}"
            : null;

        decimal? Bound(string name) => rules[name] is { } bound ? decimal.Parse(bound.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;
    }

    private static List<string> Types(JsonNode? type) => type switch
    {
        JsonArray several => [.. several.Select(one => one!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("null", null or JsonValueKind.Null) => true,
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) % 1 == 0,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        _ => false,
    };
}
