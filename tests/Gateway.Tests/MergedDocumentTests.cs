using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartyCloud.Gateway.Documents;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed partial class MergedDocumentTests(GatewayApp app)
{
    private const string Organizations = """
        {"openapi":"3.1.1","info":{"title":"o","version":"v1"},"paths":{
          "/api/v1/organizations":{"get":{"operationId":"ListOrganizations","responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}},
          "/health":{"get":{"responses":{}}}},
         "components":{"schemas":{"Page":{"properties":{"items":{"items":{"$ref":"#/components/schemas/Item"}}}},"Item":{"type":"string"},"Shared":{"type":"number"}}},
         "tags":[{"name":"Organizations"}]}
        """;

    private const string Members = """
        {"openapi":"3.1.1","info":{"title":"m","version":"v1"},"paths":{
          "/api/v1/members":{"get":{"operationId":"ListMembers","responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
         "components":{"schemas":{"Page":{"properties":{"items":{"items":{"$ref":"#/components/schemas/Item"}}}},"Item":{"type":"object"},"Shared":{"type":"number"}}},
         "tags":[{"name":"Members"}]}
        """;

    [Fact]
    public async Task One_document_holds_the_gateways_routes_and_those_of_every_service()
    {
        app.Behind["organizations"].Document = Organizations;
        app.Behind["members"].Document = Members;
        app.Later(TimeSpan.FromMinutes(2));

        var document = await ReadAsync();

        var paths = (JsonObject)document["paths"]!;
        Assert.True(paths.ContainsKey("/api/v1/auth/token"));
        Assert.True(paths.ContainsKey("/api/v1/organizations"));
        Assert.True(paths.ContainsKey("/api/v1/members"));
        Assert.DoesNotContain(paths, path => !path.Key.StartsWith("/api/v1/", StringComparison.Ordinal));
        Assert.Null(document["x-unavailable"]);
        AssertWhole(document);
    }

    [Fact]
    public void Schemas_of_one_name_are_kept_apart_unless_they_say_the_same()
    {
        var document = new JsonObject();
        DocumentMerging.Add(document, (JsonObject)JsonNode.Parse(Organizations)!, "organizations");
        DocumentMerging.Add(document, (JsonObject)JsonNode.Parse(Members)!, "members");

        var schemas = (JsonObject)document["components"]!["schemas"]!;
        Assert.Equal(["Item", "Page", "Shared", "membersItem", "membersPage"], schemas.Select(schema => schema.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            "#/components/schemas/membersPage",
            document["paths"]!["/api/v1/members"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>());
        Assert.Equal("#/components/schemas/membersItem", schemas["membersPage"]!["properties"]!["items"]!["items"]!["$ref"]!.GetValue<string>());
        AssertWhole(document);
    }

    [Fact]
    public async Task The_page_to_try_it_needs_nothing_from_elsewhere_and_no_script_of_its_own()
    {
        using var client = app.Anonymous();
        var page = await client.GetStringAsync("/docs/index.html");

        Assert.DoesNotContain(Sources().Matches(page), match => match.Groups[1].Value.Contains("//", StringComparison.Ordinal));
        Assert.DoesNotMatch(InlineScript(), page);
        foreach (var source in Sources().Matches(page).Select(match => match.Groups[1].Value))
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(new Uri(client.BaseAddress!, "/docs/index.html"), source))).StatusCode);
        }

        Assert.Contains("/openapi/v1.json", await client.GetStringAsync("/docs/index.js"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_page_leads_to_the_document_and_the_page_to_try_it()
    {
        var page = await app.Anonymous().GetStringAsync("/");

        Assert.Contains("href=\"/docs/\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/openapi/v1.json\"", page, StringComparison.Ordinal);
    }

    private async Task<JsonObject> ReadAsync() => (JsonObject)JsonNode.Parse(await app.Anonymous().GetStringAsync("/openapi/v1.json"))!;

    // Whatever is spoken of is there.
    private static void AssertWhole(JsonObject document)
    {
        foreach (var reference in Reference().Matches(document.ToJsonString()).Select(match => match.Groups[1].Value))
        {
            JsonNode? node = document;
            foreach (var part in reference.Split('/'))
            {
                node = node?[part];
            }

            Assert.True(node is not null, $"{reference} is spoken of and not there");
        }
    }

    [GeneratedRegex("\"\\$ref\":\"#/([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Sources();

    [GeneratedRegex("<script(?![^>]*src=)[^>]*>")]
    private static partial Regex InlineScript();
}
