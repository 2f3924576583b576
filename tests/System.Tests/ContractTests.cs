using System.Diagnostics;
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

        await RunAsync("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
        await RunAsync("node", "check.mjs", document);
        Directory.Delete(Path.GetDirectoryName(document)!, recursive: true);

        async Task RunAsync(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(6));
            var printed = process.StandardOutput.ReadToEndAsync(patience.Token);
            var complaints = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await printed}{await complaints}");
        }
    }
}
