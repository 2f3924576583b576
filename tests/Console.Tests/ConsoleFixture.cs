using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.ConsoleTests;

/// <summary>
/// The whole system with the county sample, the console that was built, and a browser: once for all tests of the project. With
/// PARTYCLOUD_CONSOLE_AT it is a system that already runs with that sample; PARTYCLOUD_ADMIN_PASSWORD is then its administrator's password,
/// PARTYCLOUD_CONSOLE_BROKER the address of its broker's management with name and password, and PARTYCLOUD_WEBHOOK_PORT the port of the loopback
/// to which its gateway may send webhooks. People sign on there by the provider of <see cref="CasServer"/>, which such a system does not know.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ConsoleFixture : ICollectionFixture<ConsoleFixture>, IAsyncLifetime, IDisposable
{
    public const string Name = "console";
    public const string Password = "Correct-Horse-7";

    /// <summary>A condition that holds ends the wait at once; a busy machine needs the rest.</summary>
    public const int Patience = 300_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("partycloud-console-").FullName;
    private readonly HttpClient _api = new() { Timeout = TimeSpan.FromMilliseconds(Patience) };
    private LocalSystem? _system;
    private WebApplication? _receiver;
    private CasServer? _signOn;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _administrator;

    /// <summary>Where the pictures go: beside the other results of the tests.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Repository.Folder(), "TestResults", "console")).FullName;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public string AdminPassword { get; private set; } = "";

    /// <summary>The broker's own REST interface, with name and password.</summary>
    public Uri Broker { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The organization at the top of the sample, and two townships below it.</summary>
    public (string Id, string Name) County { get; private set; }

    public (string Id, string Name) Township { get; private set; }

    public string TownshipCode { get; private set; } = "";

    public (string Id, string Name) Neighbour { get; private set; }

    /// <summary>Where a portal waits for webhooks.</summary>
    public string WebhookAddress { get; private set; } = "";

    /// <summary>What the portal answers to them.</summary>
    public int WebhookAnswer { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>What the portal has received.</summary>
    public ConcurrentQueue<JsonNode> Webhooks { get; } = [];

    public async Task InitializeAsync()
    {
        await StartReceiverAsync();
        _signOn = await CasServer.StartAsync();
        if (Environment.GetEnvironmentVariable("PARTYCLOUD_CONSOLE_AT") is { Length: > 0 } running)
        {
            Address = new Uri(running);
            AdminPassword = Environment.GetEnvironmentVariable("PARTYCLOUD_ADMIN_PASSWORD") ?? throw new InvalidOperationException("PARTYCLOUD_ADMIN_PASSWORD is missing.");
            Broker = new Uri(Environment.GetEnvironmentVariable("PARTYCLOUD_CONSOLE_BROKER") ?? throw new InvalidOperationException("PARTYCLOUD_CONSOLE_BROKER is missing."));
        }
        else
        {
            await StartAsync();
        }

        _api.BaseAddress = Address;
        var signedIn = await PostAsync("/api/v1/auth/token", new { userName = "admin", password = AdminPassword });
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)signedIn["accessToken"]);
        _administrator = (string?)(await GetAsync("/api/v1/me"))["posts"]!.AsArray().Single(post => (string?)post!["role"] == "securityAdmin")!["id"];
        County = Named(await GetAsync("/api/v1/organizations/by-code/JY0001"));
        var townships = (await ItemsAsync($"/api/v1/organizations/{County.Id}/children?limit=200"))
            .Where(child => ((string)child["name"]!).Contains("乡党委", StringComparison.Ordinal) || ((string)child["name"]!).Contains("镇党委", StringComparison.Ordinal))
            .OrderByDescending(child => (int)child["members"]!).ToList();
        (Township, TownshipCode, Neighbour) = (Named(townships[0]), (string)townships[0]["code"]!, Named(townships[1]));

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            Timeout = Patience,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        if (_signOn is not null)
        {
            await _signOn.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        _playwright?.Dispose();
        _api.Dispose();
    }

    /// <summary>A browser of its own, in Chinese, on the shared computer of an office.</summary>
    public async Task<Screen> OpenAsync(int width = 1366, int height = 768)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Address.ToString(),
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = width, Height = height },
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(Patience);
        return new Screen(await context.NewPageAsync());
    }

    /// <summary>Somebody with one post, signed in.</summary>
    public async Task<Screen> OpenAsAsync(string role, string? organizationId, int width = 1366, int height = 768)
    {
        var name = await HasPersonAsync(role, organizationId);
        var screen = await OpenAsync(width, height);
        await screen.SignInAsync(name, Password);
        return screen;
    }

    /// <summary>A person with one post; the password is <see cref="Password"/>.</summary>
    public async Task<string> HasPersonAsync(string role, string? organizationId)
    {
        var name = $"{role.ToLowerInvariant()}-{Guid.CreateVersion7().ToString("N")[^8..]}";
        var account = await HasAccountAsync(name);

        // An organization that was registered just now is known to the gateway a moment later.
        await Eventually.Passes(() => PostAsync($"/api/v1/accounts/{account["id"]}/posts", new { role, organizationId }, _administrator), TimeSpan.FromMilliseconds(Patience));
        return name;
    }

    /// <summary>A portal's app with a secret.</summary>
    public async Task<string> HasAppAsync()
    {
        var scopes = new[] { new { resource = "members", access = "read", organizationId = Township.Id } };
        var app = await PostAsync("/api/v1/apps", new { name = $"样例应用-{Guid.CreateVersion7().ToString("N")[^8..]}", contact = "样例联系人", environment = "production", organizationId = County.Id, scopes }, _administrator);
        await PostAsync($"/api/v1/apps/{app["id"]}/secrets", new { }, _administrator);
        return (string)app["id"]!;
    }

    /// <summary>An app that is told of changes in one township.</summary>
    public async Task<(string App, string Webhook)> HasWebhookAsync()
    {
        var scopes = new[] { new { resource = "organizations", access = "read", organizationId = Township.Id } };
        var app = await PostAsync("/api/v1/apps", new { name = $"样例应用-{Guid.CreateVersion7().ToString("N")[^8..]}", contact = "样例联系人", environment = "production", organizationId = County.Id, scopes }, _administrator);
        var webhook = await PostAsync($"/api/v1/apps/{app["id"]}/webhooks", new { url = WebhookAddress, types = (string[])["organization.updated"], organizationId = Township.Id }, _administrator);
        return ((string)app["id"]!, (string)webhook["webhook"]!["id"]!);
    }

    /// <summary>What an app has asked for and waits to be checked.</summary>
    public async Task<string> HasShareRequestAsync()
    {
        var asked = await PostAsync("/api/v1/sharing/requests", new
        {
            resource = "pairing",
            purpose = "为帮扶专题页面提供走访次数（样例）",
            legalBasis = "样例职责规定",
            frequency = "daily",
            until = TimeProvider.System.GetUtcNow().AddMonths(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            organizationId = Township.Id,
            appId = await HasAppAsync(),
        }, _administrator);
        return (string)asked["id"]!;
    }

    /// <summary>What the first administrator has said is wrong, and waits to be answered.</summary>
    public async Task<string> HasCorrectionAsync()
    {
        var open = await ItemsAsync("/api/v1/sharing/corrections?own=true&state=open&limit=1");
        return (string)(open.Count > 0 ? open[0]
            : await PostAsync("/api/v1/sharing/corrections", new { resource = "organizations", objectId = Township.Id, item = "unitName", shouldBe = "样例单位名称", stands = "样例", evidence = "样例依据" }))["id"]!;
    }

    /// <summary>An account without a post.</summary>
    public Task<JsonNode> HasAccountAsync(string name) =>
        PostAsync("/api/v1/accounts", new { userName = name, password = Password, displayName = "样例人员", mustChangePassword = false }, _administrator);

    /// <summary>The sample's own cycle, over the whole county; tests make others of the same year.</summary>
    public async Task<string> CountyCycleAsync() =>
        (string)(await ItemsAsync("/api/v1/assessment/cycles?year=2026&limit=200")).Single(cycle => (string?)cycle["scopeOrganizationId"] == County.Id)["id"]!;

    /// <summary>A cycle that is open, with two stages, over the branches of one organization.</summary>
    public async Task<string> HasOpenCycleAsync(int year, string scopeId)
    {
        var scheme = await PostAsync("/api/v1/assessment/schemes", new
        {
            name = "样例小细则",
            year,
            maxScore = 100,
            dimensions = new[] { new { name = "组织建设", indicators = new[] { new { code = "score", name = "综合", points = 100, method = "manual" } } } },
            stages = new[] { new { stage = "midYear", weight = 0.4 }, new { stage = "yearEnd", weight = 0.6 } },
            grades = new[] { new { grade = "A", min = 90 }, new { grade = "D", min = 0 } },
            organizationId = County.Id,
        });
        await PostAsync($"/api/v1/assessment/schemes/{scheme["id"]}/publish", null);
        var cycle = await PostAsync("/api/v1/assessment/cycles", new { schemeId = (string?)scheme["id"], year, scopeOrganizationId = scopeId, cutOff = $"{year}-12-31", kinds = (string[])["branch"] });
        await PostAsync($"/api/v1/assessment/cycles/{cycle["id"]}/open", null);
        return (string)cycle["id"]!;
    }

    /// <summary>The same, with scores of every branch, the first of them the best, and frozen.</summary>
    public async Task<string> HasFrozenCycleAsync(int year, string scopeId)
    {
        var path = $"/api/v1/assessment/cycles/{await HasOpenCycleAsync(year, scopeId)}";
        var branches = await ItemsAsync($"/api/v1/organizations?under={scopeId}&kind=branch&limit=200");
        string[] stages = ["midYear", "yearEnd"];
        await PutAsync($"{path}/scores", branches.SelectMany((branch, index) => stages.Select(stage => new { organizationId = (string?)branch["id"], stage, indicator = "score", value = 95 - index })));
        await PostAsync($"{path}/freeze", null);
        await Eventually.Passes(async () => Assert.Equal("frozen", (string?)(await GetAsync(path))["state"]), TimeSpan.FromMilliseconds(Patience));
        return path.Split('/')[^1];
    }

    /// <summary>An import of organizations that is over.</summary>
    public async Task<string> HasImportAsync(string sheet)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(sheet)), "file", "organizations.csv" } };
        using var answer = await _api.PostAsync("/api/v1/organizations/imports", form);
        var job = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        await Eventually.Passes(async () => Assert.NotNull((string?)(await GetAsync($"/api/v1/organizations/imports/{job["id"]}"))["finishedAt"]), TimeSpan.FromMilliseconds(Patience));
        return (string)job["id"]!;
    }

    public async Task<JsonNode> GetAsync(string path) => (await _api.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>The first page of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path) => [.. (await GetAsync(path))["items"]!.AsArray().Select(item => item!)];

    public Task<JsonNode> PostAsync(string path, object? body, string? post = null) => SendAsync(HttpMethod.Post, path, body, post);

    public Task<JsonNode> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body, null);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body, string? post)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (post is not null)
        {
            request.Headers.Add("X-Post", post);
        }

        using var answer = await _api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static (string Id, string Name) Named(JsonNode organization) => ((string)organization["id"]!, (string)organization["name"]!);

    private async Task StartReceiverAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PARTYCLOUD_WEBHOOK_PORT") ?? "0"}");
        _receiver = builder.Build();
        _receiver.Run(async context =>
        {
            Webhooks.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
            context.Response.StatusCode = WebhookAnswer;
        });
        await _receiver.StartAsync();
        WebhookAddress = $"{_receiver.Urls.First()}/partycloud";
    }

    private async Task StartAsync()
    {
        if (!File.Exists(Path.Combine(Repository.Folder(), "gateway", "Console", "dist", "index.html")))
        {
            throw new InvalidOperationException("The console has not been built: run `npm ci && npm run build` in gateway/Console, or tests/run.");
        }

        _system = await LocalSystem.StartAsync(new LocalSystemOptions
        {
            DataDirectory = _folder,
            Topology = AppHost.Program.Topology,
            Durable = false,
            // What is refused is given up at once, as nobody waits a day here.
            Settings = new Dictionary<string, string>
            {
                ["Webhooks__Targets__0__Host"] = "127.0.0.1",
                ["Webhooks__Targets__0__Port"] = new Uri(WebhookAddress).Port.ToString(CultureInfo.InvariantCulture),
                ["Webhooks__Targets__0__Http"] = "true",
                ["Webhooks__Targets__0__Networks__0"] = "127.0.0.1/32",
                ["Webhooks__GiveUpAfter"] = "00:00:00",
                ["SingleSignOn__Providers__0__Key"] = "sample",
                ["SingleSignOn__Providers__0__Kind"] = "cas",
                ["SingleSignOn__Providers__0__Names__Zh"] = "样例市统一身份认证",
                ["SingleSignOn__Providers__0__Names__En"] = "Sample city sign-on",
                ["SingleSignOn__Providers__0__Cas__Address"] = _signOn!.AddressElsewhere.OriginalString,
            },
        });
        (Address, AdminPassword) = (_system.GatewayAddress, _system.Secrets.AdminPassword);
        Broker = new UriBuilder(_system.BrokerManagementAddress) { UserName = _system.BrokerAddress.UserInfo.Split(':')[0], Password = _system.BrokerAddress.UserInfo.Split(':')[1] }.Uri;

        // Built into its own folder, beside ours in configuration and framework.
        var ours = Path.GetRelativePath(Path.Combine(Repository.Folder(), "tests", "Console.Tests"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Folder(), "deploy", "Demo", ours, "PartyCloud.Demo.dll"), "--demo", "county", "--gateway", Address.ToString().TrimEnd('/')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PARTYCLOUD_ADMIN_PASSWORD"] = AdminPassword;
        using var loader = Process.Start(start)!;
        var (output, errors) = (loader.StandardOutput.ReadToEndAsync(), loader.StandardError.ReadToEndAsync());
        await loader.WaitForExitAsync();
        if (loader.ExitCode != 0)
        {
            throw new InvalidOperationException($"The sample could not be loaded: {await output} {await errors}");
        }
    }
}
