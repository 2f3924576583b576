using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>What is asked of every API document, whose ever it is.</summary>
internal static class ApiDocuments
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<JsonObject> ReadAsync(HttpClient client) => JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();

    /// <summary>Whether the document is the committed one; with <c>PARTYCLOUD_WRITE_DOCUMENTS=1</c> it becomes that.</summary>
    public static async Task<bool> IsCommittedAsync(string name, JsonObject document)
    {
        var text = document.ToJsonString(Indented) + "\n";
        var file = Path.Combine(Folder(), $"{name}.json");
        if (Environment.GetEnvironmentVariable("PARTYCLOUD_WRITE_DOCUMENTS") == "1")
        {
            await File.WriteAllTextAsync(file, text);
        }

        return File.Exists(file) && await File.ReadAllTextAsync(file) == text;
    }

    /// <summary>The operations that have no name of their own or no summary in both languages.</summary>
    public static IEnumerable<string> WithoutNameOrSummary(JsonObject document)
    {
        var names = new HashSet<string>();
        return from operation in Operations(document)
               where operation.Node["operationId"]?.GetValue<string>() is not { } name || !names.Add(name)
                   || operation.Node["summary"]?.GetValue<string>().Contains('·', StringComparison.Ordinal) != true
               select operation.Name;
    }

    /// <summary>The bodies and answers that have no example, or one that their own schema does not allow.</summary>
    public static IEnumerable<string> WithoutRightExample(JsonObject document) =>
        from operation in Operations(document)
        from content in Contents(operation.Node)
        let fault = content.Media["example"] is { } example ? Schema.Fault(document, content.Media["schema"], example, "$") : "there is none"
        where fault is not null
        select $"{operation.Name} {content.Where}: {fault}";

    /// <summary>How many bodies and answers ask for an example.</summary>
    public static int Examples(JsonObject document) => Operations(document).Sum(operation => Contents(operation.Node).Count());

    private static IEnumerable<(string Name, JsonObject Node)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject && operation.Key != "parameters"
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());

    private static IEnumerable<(string Where, JsonObject Media)> Contents(JsonObject operation)
    {
        var body = from media in operation["requestBody"]?["content"]?.AsObject() ?? []
                   select ("body", media.Value!.AsObject());
        var answers = from response in operation["responses"]?.AsObject() ?? []
                      where response.Key.StartsWith('2')
                      from media in response.Value!["content"]?.AsObject() ?? []
                      where media.Key == "application/json"
                      select (response.Key, media.Value!.AsObject());
        return body.Concat(answers);
    }

    /// <summary>Where the documents are committed.</summary>
    public static string Folder() => Path.Combine(Repository.Folder(), "tests", "Architecture.Tests", "Documents");
}
