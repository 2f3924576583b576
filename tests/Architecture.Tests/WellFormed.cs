using System.Text.Json.Nodes;

namespace PartyCloud.Architecture.Tests;

/// <summary>Makes bodies that a document allows, naming East wherever an organization is asked for.</summary>
internal static class WellFormed
{
    /// <summary>The smallest instance of a schema.</summary>
    public static JsonNode Body(JsonObject document, JsonNode? schema) => Instance(document, schema, "") ?? new JsonObject();

    private static JsonNode? Instance(JsonObject document, JsonNode? schema, string name)
    {
        while (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]];
        }

        if (schema?["oneOf"] is JsonArray choices)
        {
            return Instance(document, choices.First(choice => choice!["type"]?.ToString() != "null"), name);
        }

        if (schema?["enum"] is JsonArray values)
        {
            return (values.FirstOrDefault(value => value?.GetValue<string>() == "left") ?? values.First(value => value is not null))!.DeepClone();
        }

        var type = schema?["type"] switch
        {
            JsonArray types => types.Select(one => one!.GetValue<string>()).First(one => one != "null"),
            { } one => one.GetValue<string>(),
            null => "object",
        };
        switch (type)
        {
            case "object":
                var required = schema?["required"]?.AsArray().Select(one => one!.GetValue<string>()).ToHashSet() ?? [];
                var made = new JsonObject();
                foreach (var property in schema?["properties"]?.AsObject() ?? [])
                {
                    if (required.Contains(property.Key) || property.Key is "organizationId" or "toOrganizationId" or "parentId" or "place")
                    {
                        made[property.Key] = Instance(document, property.Value, property.Key);
                    }
                }

                return made;
            case "array":
                return new JsonArray(Instance(document, schema!["items"], name));
            case "integer":
                return name == "year" ? 2026 : 1;
            case "number":
                return name == "maxScore" ? 100 : 1;
            case "boolean":
                return true;
            default:
                return (schema?["format"]?.GetValue<string>(), name) switch
                {
                    ("uuid", "parentId" or "intoId" or "scopeOrganizationId") => Districts.East.ToString(),
                    ("uuid", _) => Districts.EastBranch.ToString(),
                    ("date", _) => "2026-06-30",
                    (_, "idNumber") => "11010519491231002X",
                    (_, "domainType") => "village",
                    (_, "needClass" or "weakListClass") => "disorderly",
                    (_, "helperClass") => "legalAffairs",
                    (_, "activities") => "technology",
                    (_, "userName") => "sample",
                    (_, "password" or "newPassword" or "currentPassword") => "Sample-Secret-42",
                    (_, "role") => "branchSecretary",
                    (_, "code") => "123456",
                    _ when schema?["pattern"] is not null => "sample",
                    _ => "样例文字",
                };
        }
    }
}
