using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>
/// The gateway's own routes stand in a committed document beside those of the services; the console's types are made from it. Set
/// <c>PARTYCLOUD_WRITE_DOCUMENTS=1</c> to write it anew.
/// </summary>
[Collection(SharedGateway.Name)]
public sealed class CommittedDocumentTests(GatewayApp app)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_gateway_answers_the_document_that_is_committed()
    {
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        var text = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!.ToJsonString(Indented) + "\n";
        var file = Path.Combine(Repository.Folder(), "tests", "Architecture.Tests", "Documents", "gateway.json");
        if (Environment.GetEnvironmentVariable("PARTYCLOUD_WRITE_DOCUMENTS") == "1")
        {
            await File.WriteAllTextAsync(file, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), text);
    }
}
