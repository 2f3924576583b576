using System.Text.Json.Nodes;

namespace PartyCloud.Architecture.Tests;

/// <summary>
/// The committed OpenAPI documents are what the services answer: a change of the wire is seen in review. Set
/// <c>PARTYCLOUD_WRITE_DOCUMENTS=1</c> to write them anew.
/// </summary>
[Collection(nameof(Parts))]
public sealed class DocumentsTests(Parts parts)
{
    [Fact]
    public async Task Each_service_answers_the_document_that_is_committed()
    {
        List<string> different = [];
        foreach (var part in parts.All)
        {
            if (!await ApiDocuments.IsCommittedAsync(part.Name, await ApiDocuments.ReadAsync(part.Anonymous())))
            {
                different.Add(part.Name);
            }
        }

        Assert.Empty(different);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_a_summary_in_both_languages()
    {
        foreach (var part in parts.All)
        {
            Assert.Empty(ApiDocuments.WithoutNameOrSummary(await ApiDocuments.ReadAsync(part.Anonymous())));
        }
    }

    [Fact]
    public async Task Every_body_and_every_answer_has_an_example_that_its_schema_allows()
    {
        foreach (var part in parts.All)
        {
            var document = await ApiDocuments.ReadAsync(part.Anonymous());
            Assert.True(ApiDocuments.Examples(document) > 10, $"{part.Name} has hardly any body or answer.");
            Assert.Empty(ApiDocuments.WithoutRightExample(document));
        }
    }

    [Theory]
    [InlineData("""{"id":"x"}""", "no uuid")]
    [InlineData("""{}""", "has no id")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","more":1}""", "knows nothing")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","kind":"d"}""", "not in the list")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","on":"2026-02-30"}""", "no date")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","count":1.5}""", "not integer")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","count":11}""", "range")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","tags":["long"]}""", "too long")]
    [InlineData("""{"id":"01980000-0000-7000-8000-000000000001","kind":"a","on":null,"count":10,"tags":["b"]}""", null)]
    public void The_check_of_examples_finds_what_a_schema_does_not_allow(string example, string? fault)
    {
        var schema = JsonNode.Parse("""
            {"type":"object","required":["id"],"properties":{"id":{"type":"string","format":"uuid"},"kind":{"enum":["a","b"]},"on":{"type":["null","string"],"format":"date"},
             "count":{"type":"integer","maximum":10},"tags":{"type":"array","items":{"type":"string","maxLength":3}}}}
            """);

        var found = Schema.Fault([], schema, JsonNode.Parse(example), "$");

        Assert.True(fault is null ? found is null : found?.Contains(fault, StringComparison.Ordinal) == true, found);
    }
}

/// <summary>The same of the gateway's own routes, whose committed document its own tests look after.</summary>
[Collection(nameof(UnlimitedGateway))]
public sealed class GatewayDocumentTests(UnlimitedGateway app)
{
    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_right_examples()
    {
        var document = await ApiDocuments.ReadAsync(app.Anonymous());

        Assert.Empty(ApiDocuments.WithoutNameOrSummary(document));
        Assert.True(ApiDocuments.Examples(document) > 10);
        Assert.Empty(ApiDocuments.WithoutRightExample(document));
    }
}
