using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PartyCloud.Testing;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>How the pages behave whatever they are about: nothing is lost, what was done can be taken back, everything goes on paper and into a sheet.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class MannerTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_move_is_shown_beforehand_kept_through_a_reload_and_taken_back()
    {
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        var (from, to) = (await MadeAsync($"样例原上级{run}", "committee", console.Township.Id), await MadeAsync($"样例新上级{run}", "committee", console.Township.Id));
        var moved = await MadeAsync($"样例调整支部{run}", "branch", from);
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync($"/organizations/{moved}");
        await OpenAsync();
        await screen.Dialog.GetByLabel("新的上级党组织").FillAsync($"样例新上级{run}");
        await screen.Page.Locator(".ant-select-item-option", new() { HasText = $"样例新上级{run}" }).First.ClickAsync();
        await Expect(screen.Dialog).ToContainTextAsync($"将从“样例原上级{run}”调整到“样例新上级{run}”之下");
        await Expect(screen.Dialog).ToContainTextAsync("连同其下共 1 个党组织");

        await screen.Page.ReloadAsync();
        await OpenAsync();
        await Expect(screen.Dialog).ToContainTextAsync("已恢复上次未提交的内容");
        await Expect(screen.Dialog).ToContainTextAsync($"将从“样例原上级{run}”调整到“样例新上级{run}”之下");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "调整隶属" }).ClickAsync();
        await Expect(screen.Link($"样例新上级{run}")).ToBeVisibleAsync();
        Assert.Equal(to, await ParentAsync());

        await screen.Button("撤销").ClickAsync();
        await Expect(screen.Link($"样例原上级{run}")).ToBeVisibleAsync();
        Assert.Equal(from, await ParentAsync());
        Assert.Empty(screen.Faults);

        async Task OpenAsync()
        {
            await screen.Content.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^更多.*{run}") }).ClickAsync();
            await screen.Page.GetByRole(AriaRole.Menuitem, new() { Name = "调整隶属" }).ClickAsync();
        }

        async Task<string?> ParentAsync() => (string?)(await console.GetAsync($"/api/v1/organizations/{moved}"))["parentId"];
    }

    [Fact]
    public async Task A_post_that_was_withdrawn_by_mistake_is_given_back_by_a_click()
    {
        var name = await console.HasPersonAsync("committeeClerk", console.Township.Id);
        await using var keeper = await console.OpenAsync();
        await keeper.SignInAsync("admin", console.AdminPassword);
        await keeper.ActUnderAsync("安全管理员");
        await keeper.GoAsync($"/accounts?q={name}");
        await keeper.Link(name).ClickAsync();
        var post = keeper.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = "党务干部" });
        await post.GetByRole(AriaRole.Button, new() { Name = "撤回" }).ClickAsync();
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await Expect(post).ToHaveCountAsync(0);

        await keeper.Button("撤销").ClickAsync();
        await Expect(post).ToContainTextAsync(console.Township.Name);
        await using var clerk = await console.OpenAsync();
        await clerk.SignInAsync(name, ConsoleFixture.Password);
        await Expect(clerk.Content).ToContainTextAsync(console.Township.Name);
        Assert.Empty(keeper.Faults.Concat(clerk.Faults));
    }

    [Fact]
    public async Task What_is_looked_at_stands_in_the_address()
    {
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.Page.GetByText("以表格查看").ClickAsync();
        await screen.Page.GetByText("按党建类型", new() { Exact = true }).First.ClickAsync();
        await screen.Page.ReloadAsync();
        await Expect(screen.Content.Locator("th", new() { HasText = "党建类型" })).ToBeVisibleAsync();

        await screen.GoAsync($"/organizations/{console.Township.Id}");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "变更记录" }).ClickAsync();
        await using var colleague = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await colleague.GoAsync(new Uri(screen.Page.Url).PathAndQuery);
        await Expect(colleague.Page.GetByRole(AriaRole.Tab, new() { Name = "变更记录" })).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Empty(screen.Faults.Concat(colleague.Faults));
    }

    [Fact]
    public async Task What_is_due_what_changed_and_what_a_search_found_go_into_a_sheet_whole()
    {
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        var kind = screen.Content.GetByRole(AriaRole.Group, new() { Name = "按事项" }).GetByRole(AriaRole.Button).First;
        var due = int.Parse(Regex.Match(await kind.InnerTextAsync(), @"\d+$").Value, CultureInfo.InvariantCulture);
        await kind.ClickAsync();
        Assert.Equal(due, (await screen.SavedAsync(Save("待我办理"))).Length - 1);
        Assert.True((await screen.SavedAsync(Save("近期变动"))).Length > 1);

        await screen.GoAsync("/organizations");
        await screen.Page.GetByRole(AriaRole.Searchbox, new() { Name = "按名称、拼音或编码查找" }).FillAsync("支部");
        await screen.Page.Keyboard.PressAsync("Enter");
        var sheet = await screen.SavedAsync(Save("查找结果"));
        var found = (await console.ItemsAsync("/api/v1/organizations?q=%E6%94%AF%E9%83%A8&limit=200")).Count;
        Assert.True(found > 50);
        Assert.True(found == 200 ? sheet.Length > 200 : sheet.Length == found + 1, $"{sheet.Length} lines, {found} found");
        Assert.Empty(screen.Faults);

        ILocator Save(string name) => screen.Content.GetByRole(AriaRole.Button, new() { Name = $"导出列表: {name}" });
    }

    [Fact]
    public async Task A_block_copied_from_a_sheet_fills_the_cells_to_the_right_and_below_and_can_be_taken_back()
    {
        var cycle = await console.HasOpenCycleAsync(2024, console.Neighbour.Id);
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync($"/assessment/cycles/{cycle}");
        var cells = screen.Content.Locator("input[data-cell]");
        await Expect(cells.First).ToBeVisibleAsync();
        await PasteAsync("61\r\n62.5\r\n一百\r\n");

        await Expect(screen.Page.Locator("body")).ToContainTextAsync("已粘贴 3 格，1 格有误，已标出");
        await Expect(cells.Nth(1)).ToHaveValueAsync("62.5");
        await Expect(screen.Content.Locator("input[aria-invalid=true]")).ToHaveCountAsync(1);
        await screen.Button("撤销").ClickAsync();
        await Expect(cells.Nth(1)).ToHaveValueAsync("");
        await PasteAsync("61\r\n62.5\r\n63\r\n");
        await screen.PictureAsync("score-sheet-pasted");
        await screen.Button("保存 3 格").ClickAsync();
        await Expect(screen.Page.Locator("body")).ToContainTextAsync("已记 3 项");

        await screen.Page.ReloadAsync();
        await Expect(cells.Nth(2)).ToHaveValueAsync("63");
        Assert.Empty(screen.Faults);

        Task PasteAsync(string text) => cells.First.EvaluateAsync(
            "(cell, text) => { const data = new DataTransfer(); data.setData('text/plain', text); cell.focus(); cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }", text);
    }

    [Fact]
    public async Task The_ledger_and_every_list_go_on_paper_of_A4_whole()
    {
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync("/rectifications/ledger");
        var paper = Encoding.Latin1.GetString(await screen.Page.PdfAsync(new() { PreferCSSPageSize = true, Path = Path.Combine(ConsoleFixture.Pictures, "ledger.pdf") }));
        var sizes = Regex.Matches(paper, @"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)[\d.]*\]").Select(box => (int.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(box.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();
        Assert.NotEmpty(sizes);
        Assert.All(sizes, size => Assert.Equal((841, 594), size));

        // What the printer would be given: there is none here, so the page's own call is taken down in its place.
        await screen.GoAsync($"/organizations/list?under={console.Township.Id}");
        await screen.Page.EvaluateAsync("() => { window.print = () => { window.printed = document.querySelectorAll('body.printing > .print-list tbody tr').length } }");
        await screen.Button("打印").ClickAsync();
        var below = (int)(await console.GetAsync($"/api/v1/organizations/{console.Township.Id}/rollup"))["organizations"]!["total"]!;
        await screen.Page.WaitForFunctionAsync("expected => window.printed === expected", below);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Large_text_is_larger_everywhere_fits_the_screen_and_is_remembered()
    {
        await using var screen = await console.OpenAsAsync("branchSecretary", console.Township.Id);
        var before = await SizeAsync(screen.Content);
        await screen.Button("大字").ClickAsync();
        await Expect(screen.Button("标准字号")).ToBeVisibleAsync();
        await screen.Page.ReloadAsync();
        foreach (var path in new[] { "/", $"/members?under={console.Township.Id}", $"/organizations/{console.Township.Id}", "/rectifications?view=ledger" })
        {
            await screen.GoAsync(path);
            var (text, heading) = (await SizeAsync(screen.Content), await SizeAsync(screen.Content.Locator("h2, h3").First));
            Assert.True(text >= before * 1.2 && heading >= text, $"{path}: {text} under headings of {heading}, {before} before");
            Assert.Equal(0, await screen.TooWideAsync());
            await screen.PictureAsync($"large{path.Split('?')[0].Replace(console.Township.Id, "one", StringComparison.Ordinal).Replace('/', '-')}");
        }

        Assert.Empty(await screen.BarriersAsync());
        Assert.Empty(screen.Faults);

        static Task<double> SizeAsync(ILocator part) => part.EvaluateAsync<double>("part => parseFloat(getComputedStyle(part).fontSize)");
    }

    [Fact]
    public async Task An_operator_replays_a_message_that_was_refused_and_sees_whether_it_is_refused_again()
    {
        const string Queue = "gateway-organization-state";
        using var broker = new HttpClient { BaseAddress = console.Broker };
        broker.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(console.Broker.UserInfo)));
        try
        {
            using var sent = await broker.PostAsJsonAsync("/api/exchanges/%2F/amq.default/publish", new
            {
                properties = new { content_type = "application/vnd.masstransit+json", message_id = $"{Guid.CreateVersion7()}" },
                routing_key = Queue,
                payload = "{ not a fact",
                payload_encoding = "string",
            });
            Assert.Contains("\"routed\":true", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            await using var screen = await console.OpenAsAsync("operator", null);
            await screen.GoAsync($"/operations?view=errors&queue={Queue}");
            var row = screen.Content.Locator("tbody tr", new() { Has = screen.Page.Locator("code") });
            await Eventually.Passes(
                async () =>
                {
                    await screen.Page.ReloadAsync();
                    await screen.SettledAsync();
                    Assert.Equal(1, await row.CountAsync());
                },
                TimeSpan.FromMilliseconds(ConsoleFixture.Patience));
            await Expect(screen.Content).Not.ToContainTextAsync("not a fact");
            await screen.PictureAsync("operations-error-queue");
            Assert.Empty(await screen.BarriersAsync());
            await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^重放") }).ClickAsync();
            await Expect(screen.Dialog).ToContainTextAsync("并记入审计日志");
            await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
            await Expect(screen.Page.Locator("body")).ToContainTextAsync("已放回队列");

            await using var auditor = await console.OpenAsAsync("auditor", null);
            await auditor.GoAsync("/operations?view=audit&action=operations.replayed");
            await Expect(auditor.Content.GetByRole(AriaRole.Table)).ToContainTextAsync(Queue);
            Assert.Empty(screen.Faults.Concat(auditor.Faults));
        }
        finally
        {
            // It is refused again, and waits there once more: the next test finds nothing.
            await Eventually.Holds(async () => (await broker.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/queues/%2F/{Queue}_error")).TryGetProperty("messages", out var messages) && messages.GetInt32() == 1);
            using var purged = await broker.DeleteAsync($"/api/queues/%2F/{Queue}_error/contents");
            purged.EnsureSuccessStatusCode();
        }
    }

    private async Task<string> MadeAsync(string name, string kind, string parent) =>
        (string)(await console.PostAsync("/api/v1/organizations", new { name, kind, domainType = "village", parentId = parent }))["id"]!;
}
