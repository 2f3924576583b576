using System.Net;

namespace PartyCloud.SystemTests;

/// <summary>The run that a portal's developers start against the sandbox.</summary>
[Collection(SandboxFixture.Name)]
public sealed class ConformanceTests(SandboxFixture fixture)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "PartyCloud.Conformance.dll");

    [Fact]
    public async Task Every_check_of_the_conformance_run_passes_in_the_sandbox()
    {
        var (app, secret) = await AppAsync("organizations", "members");

        var printed = await Command.RunAsync("dotnet", Arguments(app), fixture.Folder, ("PARTYCLOUD_SECRET", secret));

        Assert.Matches(@"^(通过 passed  \S+  .+\n){25}25 passed, 0 failed\n$", printed);
    }

    [Fact]
    public async Task What_an_app_may_not_do_is_told_as_failed_and_the_rest_is_tried_all_the_same()
    {
        var (app, secret) = await AppAsync("organizations");

        var (exitCode, printed, _) = await Command.TryAsync("dotnet", Arguments(app), fixture.Folder, ("PARTYCLOUD_SECRET", secret));

        Assert.Equal(1, exitCode);
        Assert.Contains("通过 passed  refused.nonce", printed, StringComparison.Ordinal);
        Assert.Matches(@"不通过 FAILED  list.pages .*app\.scope", printed);
    }

    [Fact]
    public async Task Nothing_is_tried_with_a_secret_that_does_not_fit()
    {
        var (app, _) = await AppAsync("organizations", "members");

        var (exitCode, printed, complaints) = await Command.TryAsync("dotnet", Arguments(app), fixture.Folder, ("PARTYCLOUD_SECRET", "another secret"));

        Assert.Equal((2, ""), (exitCode, printed));
        Assert.Contains("signature.wrong", complaints, StringComparison.Ordinal);
    }

    private string[] Arguments(string app) => [Program, "--address", fixture.System.GatewayAddress.ToString(), "--app", app];

    private async Task<(string App, string Secret)> AppAsync(params string[] writes)
    {
        using var security = new Portal(fixture.System.GatewayAddress, "admin", fixture.System.Secrets.AdminPassword);
        await security.ActAsAsync("securityAdmin");
        var scopes = writes.Select(resource => new { resource, access = "write" });
        var app = await security.PostAsync(
            "/api/v1/apps", new { name = $"sample partner {Guid.CreateVersion7():N}", contact = "sample contact", environment = "sandbox", plan = "high", scopes }, HttpStatusCode.Created);
        var secret = await security.PostAsync($"/api/v1/apps/{app["id"]}/secrets", new { }, HttpStatusCode.Created);
        return ((string)app["id"]!, (string)secret["secret"]!);
    }
}
