using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace PartyCloud.ConsoleTests;

/// <summary>Every page, on the office's screen and on a telephone.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class PagesTests(ConsoleFixture console, ITestOutputHelper output)
{
    private static readonly (int Width, int Height)[] Windows = [(1366, 768), (390, 844)];

    [Fact]
    public async Task Every_page_shows_what_it_should_without_a_fault_or_a_barrier()
    {
        var wrong = await LookAtAllAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<List<string>> LookAtAllAsync()
    {
        List<string> wrong = [];
        await using var stranger = await console.OpenAsync(Windows[0].Width, Windows[0].Height);
        await stranger.Page.GotoAsync("/");
        await stranger.Page.GetByLabel("用户名").WaitForAsync();
        await LookAsync(stranger, "sign-in");
        await stranger.Page.GotoAsync("/setup");
        await stranger.Page.GetByText("系统已完成首次设置").WaitForAsync();
        await LookAsync(stranger, "setup-done");
        await stranger.Page.GotoAsync("/signature-check");
        await stranger.Page.GetByLabel("X-Pc-Nonce").WaitForAsync();
        await LookAsync(stranger, "signature-check");

        // As it is before there is an account: this system has some.
        await stranger.Page.RouteAsync("**/api/v1/setup", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"open":true,"userName":"admin"}""" }));
        await stranger.Page.ReloadAsync();
        await stranger.Page.GetByLabel("设置码").WaitForAsync();
        await LookAsync(stranger, "setup");
        await stranger.Page.UnrouteAllAsync();

        await stranger.SignInAsync("admin", console.AdminPassword);
        await WalkAsync(stranger, await BusinessPagesAsync());
        await stranger.GoAsync("/no-such-page");
        await LookAsync(stranger, "not-found", refused: true);

        await using var keeper = await console.OpenAsync(Windows[0].Width, Windows[0].Height);
        await keeper.SignInAsync(await console.HasPersonAsync("securityAdmin", null), ConsoleFixture.Password);
        await WalkAsync(keeper, await AccountPagesAsync());
        await keeper.GoAsync("/members");
        await LookAsync(keeper, "not-allowed", refused: true);

        return [.. wrong, .. stranger.Faults, .. keeper.Faults];

        async Task WalkAsync(Screen screen, IEnumerable<(string Name, string Path)> pages)
        {
            foreach (var (name, path) in pages)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    await screen.GoAsync(path);
                    await LookAsync(screen, name);
                }
                catch (Exception failure) when (failure is PlaywrightException or TimeoutException)
                {
                    // The other pages are looked at all the same.
                    wrong.Add($"{name}: {failure.Message}");
                }

                output.WriteLine($"{name}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
            }
        }

        // Loaded for the one and then made as narrow as the other: whoever turns a tablet does the same.
        async Task LookAsync(Screen screen, string name, bool refused = false)
        {
            foreach (var (width, height) in Windows)
            {
                await screen.Page.SetViewportSizeAsync(width, height);
                await LookOnceAsync(screen, name, width, refused);
            }

            await screen.Page.SetViewportSizeAsync(Windows[0].Width, Windows[0].Height);
        }

        async Task LookOnceAsync(Screen screen, string name, int width, bool refused)
        {
            await screen.PictureAsync(name);
            wrong.AddRange((await screen.BarriersAsync()).Select(barrier => $"{name} {width}: {barrier}"));
            if (await screen.TooWideAsync() is > 0 and var excess)
            {
                wrong.Add($"{name} {width}: {excess} pixels too wide");
            }

            // Refusals and failures carry this role; what only informs does not.
            var alerts = await screen.Page.Locator(".ant-alert-error, .panel[role=alert]").AllInnerTextsAsync();
            wrong.AddRange(alerts.Count > 0 == refused ? [] : alerts.DefaultIfEmpty("is not refused").Select(alert => $"{name} {width}: {alert}"));
        }
    }

    private async Task<(string Name, string Path)[]> BusinessPagesAsync()
    {
        var member = await FirstAsync($"/api/v1/members?under={console.Township.Id}&limit=1");
        var scheme = await FirstAsync("/api/v1/assessment/schemes?year=2026&limit=1");
        var cycle = await console.CountyCycleAsync();

        // A case that was closed is tracked from the next turn of the clock's work on.
        var closed = await console.ItemsAsync("/api/v1/assessment/rectifications?state=closed&limit=1");
        var rectification = closed.Count > 0 ? (string)closed[0]["id"]! : await FirstAsync("/api/v1/assessment/rectifications?state=tracking&limit=1");
        var open = await console.HasOpenCycleAsync(2025, console.Township.Id);
        var import = await console.HasImportAsync($"组织编码,组织名称,组织类别,党建类型,上级组织编码\r\nPAGES1,示例党支部（样例）,没有这种类别,village,{console.TownshipCode}\r\n");
        var programme = await FirstAsync("/api/v1/pairing/programmes?limit=1");
        var pair = await FirstAsync("/api/v1/pairing/pairs?limit=1");
        return
        [
            ("home", "/"),
            ("account", "/account"),
            ("organizations", "/organizations"),
            ("organization-list", $"/organizations/list?under={console.County.Id}"),
            ("organization", $"/organizations/{console.Township.Id}"),
            ("members", $"/members?under={console.Township.Id}"),
            ("member", $"/members/{member}"),
            ("transfers", "/transfers"),
            ("mobility", "/mobility"),
            ("imports", "/imports"),
            ("schemes", "/assessment/schemes"),
            ("scheme", $"/assessment/schemes/{scheme}"),
            ("import", $"/imports/organizations/{import}"),
            ("cycles", "/assessment/cycles"),
            ("cycles-board", "/assessment/cycles?view=board"),
            ("cycle-open", $"/assessment/cycles/{open}"),
            ("cycle", $"/assessment/cycles/{cycle}"),
            ("selection", $"/assessment/cycles/{cycle}/selections"),
            ("removals", "/assessment/removals"),
            ("rectifications", "/rectifications"),
            ("ledger", "/rectifications?view=ledger"),
            ("ledger-printed", "/rectifications/ledger"),
            ("rectification", $"/rectifications/{rectification}"),
            ("programmes", "/pairing/programmes"),
            ("proposals", $"/pairing/programmes/{programme}"),
            ("needs", $"/pairing/programmes/{programme}?tab=needs"),
            ("helpers", $"/pairing/programmes/{programme}?tab=helpers"),
            ("network", $"/pairing/programmes/{programme}?tab=network"),
            ("pairs", "/pairing/pairs"),
            ("pair", $"/pairing/pairs/{pair}"),
            ("catalogue", "/sharing/catalogue"),
            ("share-requests", "/sharing/requests"),
            ("share-request", $"/sharing/requests/{await console.HasShareRequestAsync()}"),
            ("corrections", "/sharing/corrections"),
            ("correction", $"/sharing/corrections/{await console.HasCorrectionAsync()}"),
            ("operations", "/operations"),
            ("operations-figures", "/operations?view=figures&group=services"),
            ("operations-figures-messaging", "/operations?view=figures&group=messaging"),
            ("operations-figures-table", "/operations?view=figures&group=database&as=table"),
            ("operations-errors", "/operations?view=errors"),
            ("operations-jobs", "/operations?view=jobs"),
            ("operations-routes", "/operations?view=routes"),
        ];
    }

    private async Task<(string Name, string Path)[]> AccountPagesAsync()
    {
        var (app, webhook) = await console.HasWebhookAsync();
        return
        [
            ("home-security", "/"),
            ("operations-audit", "/operations?view=audit"),
            ("accounts", "/accounts"),
            ("one-account", $"/accounts/{(await console.GetAsync("/api/v1/me"))["id"]}"),
            ("apps", "/apps"),
            ("catalogue-security", "/sharing/catalogue"),
            ("one-app", $"/apps/{await console.HasAppAsync()}"),
            ("app-with-webhook", $"/apps/{app}"),
            ("webhook", $"/apps/{app}/webhooks/{webhook}"),
        ];
    }

    private async Task<string> FirstAsync(string path) => (string)(await console.ItemsAsync(path))[0]["id"]!;
}
