using System.Net;
using System.Text.RegularExpressions;

namespace PartyCloud.Gateway.Tests;

/// <summary>A gateway beside a console that was built.</summary>
public sealed class GatewayWithConsole : GatewayApp
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("console").FullName;

    protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("Console:Root", Folder)];

    public override async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "assets"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "index.html"), """<!doctype html><script type="module" nonce="__CSP_NONCE__" src="/assets/a-1.js"></script>""");
        await File.WriteAllTextAsync(Path.Combine(Folder, "assets", "a-1.js"), "plain");
        await File.WriteAllTextAsync(Path.Combine(Folder, "assets", "a-1.js.br"), "packed");
        await File.WriteAllTextAsync(Folder + "-secret.js", "secret");
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        File.Delete(Folder + "-secret.js");
    }
}

public sealed partial class ConsoleTests(GatewayWithConsole app) : IClassFixture<GatewayWithConsole>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/organizations/tree?under=x")]
    [InlineData("/index.html")]
    public async Task Every_address_of_the_console_is_its_page_under_a_policy_of_its_own(string path)
    {
        using var client = Browser();

        var (first, second) = (await client.GetAsync(path), await client.GetAsync(path));

        Assert.Equal("text/html", first.Content.Headers.ContentType!.MediaType);
        var nonce = NonceOf().Match(Assert.Single(first.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value;
        Assert.Contains($"nonce=\"{nonce}\"", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var policy = Assert.Single(second.Headers.GetValues("Content-Security-Policy"));
        Assert.NotEqual(nonce, NonceOf().Match(policy).Groups[1].Value);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_part_is_kept_for_ever_and_sent_packed_to_who_can_unpack_it()
    {
        using var client = app.Anonymous();
        var plain = await client.GetAsync("/assets/a-1.js");
        Assert.Equal("plain", await plain.Content.ReadAsStringAsync());
        Assert.Equal("text/javascript", plain.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", plain.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        var packed = await client.GetAsync("/assets/a-1.js");
        Assert.Equal("br", Assert.Single(packed.Content.Headers.ContentEncoding));
        Assert.Equal("packed", await packed.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/assets/gone-2.js")]
    [InlineData("/assets/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api")]
    public async Task What_is_neither_a_page_nor_a_part_is_not_found(string path)
    {
        using var client = Browser();

        var answer = await client.GetAsync(path);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
        Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Nothing_beside_the_folder_is_sent()
    {
        using var client = Browser();
        var beside = Path.GetFileName(app.Folder) + "-secret.js";

        foreach (var path in new[] { $"/../{beside}", $"/%2e%2e/{beside}", $"/..%2f{beside}", $"/assets/..%2f..%2f{beside}", $"//{app.Folder}-secret.js" })
        {
            var answer = await client.GetAsync(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
            Assert.NotEqual("secret", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_client_that_wants_no_page_gets_none()
    {
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Accept.Add(new("application/json"));

        var answer = await client.GetAsync("/nowhere");

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private HttpClient Browser()
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        return client;
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex NonceOf();
}
