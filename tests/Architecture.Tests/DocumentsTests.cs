using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartyCloud.Architecture.Tests;

/// <summary>
/// The committed OpenAPI documents are what the services answer: a change of the wire is seen in review. Set
/// <c>PARTYCLOUD_WRITE_DOCUMENTS=1</c> to write them anew.
/// </summary>
[Collection(nameof(Parts))]
public sealed class DocumentsTests(Parts parts)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Each_service_answers_the_document_that_is_committed()
    {
        List<string> different = [];
        foreach (var part in parts.All)
        {
            var text = JsonNode.Parse(await part.Anonymous().GetStringAsync("/openapi/v1.json"))!.ToJsonString(Indented) + "\n";
            var file = Path.Combine(Folder(), $"{part.Name}.json");
            if (Environment.GetEnvironmentVariable("PARTYCLOUD_WRITE_DOCUMENTS") == "1")
            {
                await File.WriteAllTextAsync(file, text);
            }
            else if (!File.Exists(file) || await File.ReadAllTextAsync(file) != text)
            {
                different.Add(part.Name);
            }
        }

        Assert.Empty(different);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_a_summary_in_both_languages()
    {
        List<string> wrong = [];
        foreach (var part in parts.All)
        {
            var document = JsonNode.Parse(await part.Anonymous().GetStringAsync("/openapi/v1.json"))!;
            var names = new HashSet<string>();
            foreach (var path in document["paths"]!.AsObject())
            {
                foreach (var operation in path.Value!.AsObject().Where(entry => entry.Value is JsonObject))
                {
                    if (operation.Value!["operationId"]?.GetValue<string>() is not { } name || !names.Add(name)
                        || operation.Value["summary"]?.GetValue<string>().Contains('·', StringComparison.Ordinal) != true)
                    {
                        wrong.Add($"{operation.Key} {path.Key}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static string Folder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "PartyCloud.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("The solution's folder is not above the test's.");
        }

        return Path.Combine(at.FullName, "tests", "Architecture.Tests", "Documents");
    }
}
