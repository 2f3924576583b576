using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>The operators' dashboards and alerts, as they are delivered, on Debian's Prometheus and Alertmanager.</summary>
[Collection(SystemFixture.Name)]
public sealed partial class ObservabilityTests(SystemFixture fixture)
{
    private static readonly string Folder = Path.Combine(Repository.Folder(), "deploy", "observability");

    [Fact]
    public async Task Rules_and_configuration_are_sound_and_each_rule_fires_when_it_should()
    {
        await Command.RunAsync("promtool", ["check", "config", "--syntax-only", "prometheus.yml"], Folder);
        await Command.RunAsync("promtool", ["check", "rules", "rules/partycloud.yml"], Folder);
        await Command.RunAsync("promtool", ["test", "rules", "tests/partycloud.test.yml"], Folder);
        await Command.RunAsync("amtool", ["check-config", "alertmanager.yml"], Folder);
    }

    [Fact]
    public async Task Every_rule_has_its_runbook_and_is_tested()
    {
        var rules = await File.ReadAllTextAsync(Path.Combine(Folder, "rules", "partycloud.yml"));
        var runbooks = await File.ReadAllTextAsync(Path.Combine(Repository.Folder(), "deploy", "docs", "operators", "runbooks.md"));
        var tests = await File.ReadAllTextAsync(Path.Combine(Folder, "tests", "partycloud.test.yml"));
        foreach (var alert in Alert().Matches(rules).Select(match => match.Groups[1].Value))
        {
            Assert.Contains($"runbook: docs/operators/runbooks.md#{alert.ToLowerInvariant()}", rules, StringComparison.Ordinal);
            Assert.Contains($"\n## {alert}\n", runbooks, StringComparison.Ordinal);
            Assert.Contains($"alertname: {alert}\n", tests, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_panel_and_every_rule_finds_its_figures_and_a_part_that_dies_is_told()
    {
        await SomethingHappensAsync();
        using var notices = new Listener();
        var ports = Ports.Free(3);
        using var watching = Process.Start(new ProcessStartInfo(
            Path.Combine(Folder, "run"), ["--data", fixture.Folder, "--prometheus", $"{ports[0]}", "--alertmanager", $"{ports[1]}", "--exporter", $"{ports[2]}", "--every", "3s"])
        {
            Environment = { ["PARTYCLOUD_ALERTS_TO"] = notices.Address.ToString() },
        })!;
        try
        {
            await fixture.Inspector.PoisonAsync(Poisoned);
            using var prometheus = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}") };
            await SystemFixture.Passes(async () => Assert.Equal(Expected, await UpAsync(prometheus)));
            await SystemFixture.Passes(async () => Assert.Empty(await WithoutDataAsync(prometheus)));

            await fixture.System.KillAsync("pairing");
            await SystemFixture.Passes(() =>
            {
                Assert.Contains(notices.Received, notice => notice.Body.Contains("\"alertname\":\"PartyCloudPartDown\"", StringComparison.Ordinal) && notice.Body.Contains("\"service\":\"pairing\"", StringComparison.Ordinal));
                return Task.CompletedTask;
            });
        }
        finally
        {
            await Command.RunAsync("kill", ["-TERM", $"{watching.Id}"], Folder);
            await watching.WaitForExitAsync();
            if (!fixture.System.IsRunning("pairing"))
            {
                await fixture.System.StartAsync("pairing");
            }

            await fixture.Inspector.PurgeAsync(Poisoned);
        }
    }

    /// <summary>The queue into which goes what nobody can read.</summary>
    private const string Poisoned = "pairing-organization-state";

    private static readonly string[] Expected = ["assessment", "gateway", "members", "organizations", "pairing", "postgresql", "rabbitmq", "rabbitmq"];

    private static async Task<string[]> UpAsync(HttpClient prometheus) =>
        [.. (await QueryAsync(prometheus, "up == 1")).Select(row => (string?)row!["metric"]!["service"] ?? "postgresql").Order(StringComparer.Ordinal)];

    /// <summary>What a panel or a rule asks for and does not get.</summary>
    private static async Task<List<string>> WithoutDataAsync(HttpClient prometheus)
    {
        var panels = Directory.GetFiles(Path.Combine(Folder, "dashboards"), "*.json").SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray().Select(target => (Name: $"{Path.GetFileName(file)}: {panel["title"]}", Query: (string)target!["expr"]!))));
        var rules = (await prometheus.GetFromJsonAsync<JsonNode>("/api/v1/rules"))!["data"]!["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray()).Select(rule => (Name: (string)rule!["name"]!, Query: Threshold().Replace((string)rule["query"]!, "")));
        var asked = panels.Concat(rules).ToList();
        Assert.True(asked.Count > 80, $"{asked.Count} queries");
        List<string> missing = [];
        foreach (var (name, query) in asked)
        {
            if ((await QueryAsync(prometheus, query)).Count == 0)
            {
                missing.Add($"{name}: {query}");
            }
        }

        return missing;
    }

    private static async Task<JsonArray> QueryAsync(HttpClient prometheus, string query)
    {
        using var answer = await prometheus.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{query}: {text}");
        return JsonNode.Parse(text)!["data"]!["result"]!.AsArray();
    }

    /// <summary>Of everything that is counted a little: an import, one that fails, refusals, a cycle with a score.</summary>
    private async Task SomethingHappensAsync()
    {
        var tree = Samples.Tree(Samples.Prefix(), 1, 2);
        var sheet = SampleOrganization.Sheet([.. tree, new(tree[0].Code + "x", "样例", "没有这种类别", "village", tree[0].Code)]);
        Assert.Equal(1, (int)(await fixture.Portal.ImportAsync("/api/v1/organizations/imports", sheet))["errorCount"]!);
        Assert.Equal("failed", (string?)(await fixture.Portal.ImportAsync("/api/v1/organizations/imports", "no,such,columns\r\n1,2,3\r\n"u8.ToArray()))["state"]);
        await SystemFixture.Passes(async () => Assert.Equal(0, (int)(await fixture.Portal.ImportAsync(
            "/api/v1/members/imports", SampleMember.Sheet(Samples.Members(tree, 3))))["errorCount"]!));

        using var stranger = new HttpClient { BaseAddress = fixture.System.GatewayAddress };
        using var refused = await stranger.PostAsJsonAsync("/api/v1/auth/token", new { userName = $"nobody-{tree[0].Code}", password = "Not-The-Password-1" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var keeper = new Portal(fixture.System.GatewayAddress, "admin", fixture.System.Secrets.AdminPassword);
        await keeper.ActAsAsync("securityAdmin");
        Assert.Equal(HttpStatusCode.Forbidden, await keeper.StatusOfAsync("/api/v1/members"));

        var root = (string)(await fixture.Portal.GetAsync($"/api/v1/organizations/by-code/{tree[0].Code}"))["id"]!;
        var branch = (string)(await fixture.Portal.GetAsync($"/api/v1/organizations/by-code/{tree[^1].Code}"))["id"]!;
        var scheme = await fixture.Portal.PostAsync("/api/v1/assessment/schemes", new
        {
            name = "样例小细则",
            year = 2026,
            maxScore = 100,
            dimensions = new[] { new { name = "组织建设", indicators = new[] { new { code = "score", name = "综合", points = 100, method = "manual" } } } },
            stages = new[] { new { stage = "yearEnd", weight = 1.0 } },
            grades = new[] { new { grade = "A", min = 90 }, new { grade = "D", min = 0 } },
            organizationId = root,
        }, HttpStatusCode.Created);
        await fixture.Portal.PostAsync($"/api/v1/assessment/schemes/{scheme["id"]}/publish", null);
        var cycle = await fixture.Portal.PostAsync(
            "/api/v1/assessment/cycles", new { schemeId = (string?)scheme["id"], year = 2026, scopeOrganizationId = root, cutOff = "2026-12-31", kinds = (string[])["branch"] }, HttpStatusCode.Created);
        await fixture.Portal.PostAsync($"/api/v1/assessment/cycles/{cycle["id"]}/open", null);
        await fixture.Portal.PutAsync($"/api/v1/assessment/cycles/{cycle["id"]}/scores", new[] { new { organizationId = branch, stage = "yearEnd", indicator = "score", value = 90 } });
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    /// <summary>What of a rule says when it fires.</summary>
    [GeneratedRegex(@"\s*(>=|<=|==|!=|>|<)\s*[\d.e+]+\s*$")]
    private static partial Regex Threshold();
}
