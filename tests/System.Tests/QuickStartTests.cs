using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Client;
using PartyCloud.Contracts.Clients;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;
#if FULL_FEED
using Refit;
#else
using RestEase;
#endif

namespace PartyCloud.SystemTests;

/// <summary>The programs of the portals' quick start, as they are delivered, in each of the four languages; and the client.</summary>
[Collection(SystemFixture.Name)]
public sealed class QuickStartTests(SystemFixture fixture) : IAsyncLifetime, IDisposable
{
    private const string Name = "样例党员一";

    private readonly string _folder = Directory.CreateTempSubdirectory("partycloud-quick-start-").FullName;
    private readonly Portal _security = new(fixture.System.GatewayAddress, "admin", fixture.System.Secrets.AdminPassword);
    private string _app = "";
    private string _secret = "";

    public async Task InitializeAsync()
    {
        // Away from the repository, so that its build settings do not help.
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Folder(), "deploy", "docs", "portals", "quick-start")))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        var tree = Samples.Tree(Samples.Prefix(), 1, 1);
        Assert.Equal("succeeded", (string?)(await fixture.Portal.ImportAsync("/api/v1/organizations/imports", SampleOrganization.Sheet(tree)))["state"]);
        await SystemFixture.Passes(async () =>
        {
            var sheet = SampleMember.Sheet([Samples.Member(tree[^1].Code) with { Name = Name }]);
            Assert.Equal(0, (int)(await fixture.Portal.ImportAsync("/api/v1/members/imports", sheet))["errorCount"]!);
        });

        await _security.ActAsAsync("securityAdmin");
        var scopes = new[] { new { resource = "members", access = "read" }, new { resource = "members", access = "write" } };
        _app = (string)(await _security.PostAsync(
            "/api/v1/apps", new { name = $"sample portal {_folder[^6..]}", contact = "sample contact", environment = "production", scopes }, HttpStatusCode.Created))["id"]!;
        _secret = (string)(await _security.PostAsync($"/api/v1/apps/{_app}/secrets", new { }, HttpStatusCode.Created))["secret"]!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _security.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("dotnet", "run", "quick_start.cs")]
    [InlineData("java", "-Dfile.encoding=UTF-8", "QuickStart.java")]
    [InlineData("python3", "quick_start.py")]
    [InlineData("node", "quick_start.mjs")]
    public async Task The_quick_start_signs_what_the_gateway_lets_in(string program, params string[] arguments)
    {
        var lines = await LinesOfAsync(program, arguments);

        Assert.Equal(3, lines.Length);
        Assert.StartsWith("200 GET /api/v1/apps/me ", lines[0], StringComparison.Ordinal);
        Assert.Equal(_app, (string?)AnswerIn(lines[0])["id"]);
        Assert.StartsWith("200 GET /api/v1/members?q=", lines[1], StringComparison.Ordinal);
        Assert.Contains(AnswerIn(lines[1])["items"]!.AsArray(), member => (string?)member!["name"] == Name);
        Assert.StartsWith("400 POST /api/v1/members ", lines[2], StringComparison.Ordinal);
        Assert.NotEmpty(AnswerIn(lines[2])["errors"]!.AsArray());
    }

    [Theory]
    [InlineData("HMAC-SHA256")]
    [InlineData("HMAC-SM3")]
    [InlineData("SM2")]
    public async Task The_client_signs_what_the_gateway_lets_in(string algorithm)
    {
        var vectors = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Folder(), "deploy", "docs", "portals", "signature-vectors.json")))!["sm2"]!;
        if (algorithm == "SM2")
        {
            await _security.PostAsync($"/api/v1/apps/{_app}/keys", new { publicKey = (string?)vectors["publicKey"] }, HttpStatusCode.Created);
        }

        await using var provider = new ServiceCollection()
            .AddPartyCloud(options =>
            {
                (options.Address, options.App) = (fixture.System.GatewayAddress, Guid.Parse(_app));
                if (algorithm == "SM2")
                {
                    options.Sm2PrivateKey = (string?)vectors["privateKey"];
                }
                else
                {
                    (options.Secret, options.Algorithm) = (_secret, algorithm);
                }
            })
            .BuildServiceProvider();
        var members = provider.GetRequiredService<IMembersApi>();

        var found = Assert.Single((await members.ListMembers(q: Name, limit: 1)).Items);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => members.AdmitMember(new(found.OrganizationId, "11010119000101001X", Name)));

        Assert.Equal(Name, found.Name);
        Assert.Equal("idNumber", Assert.Single(refusal.ReadProblem()!.Errors!).Field);
    }

    private static JsonNode AnswerIn(string line) => JsonNode.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..])!;

    private async Task<string[]> LinesOfAsync(string program, string[] arguments)
    {
        var printed = await Command.RunAsync(
            program, arguments, _folder, ("PARTYCLOUD_HOST", fixture.System.GatewayAddress.ToString()), ("PARTYCLOUD_APP", _app), ("PARTYCLOUD_SECRET", _secret),
            ("PYTHONIOENCODING", "utf-8"), ("MSBUILDDISABLENODEREUSE", "1"));
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
