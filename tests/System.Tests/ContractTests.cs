using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>The OpenAPI document as portals' developers use it; tests/Contract/check.mjs says what is done with it.</summary>
[Collection(SystemFixture.Name)]
public sealed class ContractTests(SystemFixture fixture)
{
    [Fact]
    public async Task The_document_that_portals_are_given_is_clean_under_spectral_and_two_generators_make_clients_of_it_that_compile()
    {
        var folder = Path.Combine(Repository.Folder(), "tests", "Contract");
        var document = Path.Combine(Directory.CreateTempSubdirectory("partycloud-contract-").FullName, "partycloud.json");
        using (var client = new HttpClient { BaseAddress = fixture.System.GatewayAddress })
        {
            await File.WriteAllTextAsync(document, await client.GetStringAsync("/openapi/v1.json"));
        }

        await Command.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder);
        await Command.RunAsync("node", ["check.mjs", document], folder);
        Directory.Delete(Path.GetDirectoryName(document)!, recursive: true);
    }
}
