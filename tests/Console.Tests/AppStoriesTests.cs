using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PartyCloud.Testing;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>How a portal comes by an app, and how its developer finds out what is wrong with a signature.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class AppStoriesTests(ConsoleFixture console)
{
    [Fact]
    public async Task An_app_is_registered_given_a_secret_and_stopped()
    {
        var name = $"样例应用-{Guid.CreateVersion7().ToString("N")[^8..]}";
        await using var screen = await console.OpenAsync();
        await screen.SignInAsync("admin", console.AdminPassword);
        await screen.ActUnderAsync("安全管理员");
        await Expect(screen.Page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("接入应用");

        await screen.GoAsync("/apps");
        await screen.Button("登记应用").ClickAsync();
        await screen.Dialog.GetByLabel("应用名称").FillAsync(name);
        await screen.Dialog.GetByLabel("联系人").FillAsync("样例联系人");
        await screen.Dialog.GetByLabel("来源地址").FillAsync("10.0.0.0/33");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(screen.Dialog.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Expect(screen.Dialog.GetByLabel("应用名称")).ToHaveValueAsync(name);
        await screen.Dialog.GetByLabel("来源地址").FillAsync("");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync(name);

        await screen.Button("生成密钥").ClickAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "生成密钥" }).ClickAsync();
        await Expect(screen.Dialog).ToContainTextAsync("密钥只显示这一次");
        await Expect(screen.Dialog.Locator("code")).ToHaveTextAsync(new Regex("^[A-Za-z0-9_-]{40,}$"));
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "已保存，关闭" }).ClickAsync();
        await Expect(screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = "密钥（HMAC）" })).ToContainTextAsync("有效");

        await screen.Button("暂停").ClickAsync();
        await screen.Dialog.GetByLabel("原因").FillAsync("样例原因");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "暂停" }).ClickAsync();
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync("已暂停");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task An_app_is_told_of_changes_at_an_address_and_what_was_given_up_is_sent_again()
    {
        var (app, _) = await console.HasWebhookAsync();
        await using var screen = await console.OpenAsync();
        await screen.SignInAsync("admin", console.AdminPassword);
        await screen.ActUnderAsync("安全管理员");
        await Expect(screen.Page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("接入应用");
        await screen.GoAsync($"/apps/{app}");

        // An address that the operator does not allow is refused where it stands.
        await screen.Button("登记回调地址").ClickAsync();
        await screen.Dialog.GetByLabel("网址").FillAsync("https://169.254.169.254/");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(screen.Dialog).ToContainTextAsync("不在运维配置的回调白名单中");
        var address = $"{console.WebhookAddress}/{Guid.CreateVersion7():N}";
        await screen.Dialog.GetByLabel("网址").FillAsync(address);
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(screen.Dialog.Locator("code")).ToHaveTextAsync(new Regex("^whsec_[A-Za-z0-9+/=]{32,}$"));
        await screen.PictureAsync("webhook-secret");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "已保存，关闭" }).ClickAsync();
        await screen.PictureAsync("webhooks");
        Assert.Empty(await screen.BarriersAsync());

        await screen.Link(address).ClickAsync();
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync("回调地址");
        await screen.Button("发送测试").ClickAsync();
        await Expect(screen.Dialog).ToContainTextAsync("接收方回答 204");
        Assert.Contains(console.Webhooks, one => (string?)one["type"] == "webhook.test");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "关闭" }).Last.ClickAsync();
        await screen.Button("轮换密钥").ClickAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "轮换密钥" }).ClickAsync();
        await Expect(screen.Dialog.Locator("code")).ToHaveTextAsync(new Regex("^whsec_"));
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "已保存，关闭" }).ClickAsync();
        await Expect(screen.Content).ToContainTextAsync("旧密钥");

        // A real change, while the portal answers 500; then the portal is well again.
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync(new Regex("推送中|尚未开始"));
        await EventuallyOnReloadAsync(screen, screen.Content.Locator(".page-head"), "推送中");
        console.WebhookAnswer = 500;
        try
        {
            var organization = await console.PostAsync("/api/v1/organizations", new { name = "样例新设党支部", kind = "branch", domainType = "village", parentId = console.Township.Id });
            await EventuallyOnReloadAsync(screen, screen.Content.GetByRole(AriaRole.Table), (string)organization["id"]!);
            await screen.ChooseAsync(screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "状态" }), "死信");
            var row = screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = (string)organization["id"]! });
            await Expect(row).ToContainTextAsync("接收方回答 500");
            await screen.PictureAsync("webhook-dead");
            Assert.Empty(await screen.BarriersAsync());
            console.WebhookAnswer = 204;
            await row.GetByRole(AriaRole.Button, new() { Name = "重发" }).ClickAsync();
            await Expect(row).ToHaveCountAsync(0);
            await screen.ChooseAsync(screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "状态" }), "已送达");
            await EventuallyOnReloadAsync(screen, screen.Content.GetByRole(AriaRole.Table), (string)organization["id"]!);
            await screen.Button("按时间重发").ClickAsync();
            await screen.Dialog.GetByLabel("从", new() { Exact = true }).FillAsync("2026-01-01");
            // Enter would send the form.
            await screen.Page.Keyboard.PressAsync("Tab");
            await screen.Dialog.GetByLabel("已送达的也重发").CheckAsync();
            await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "按时间重发" }).ClickAsync();
            await Expect(screen.Page.GetByText("将重发 1 条")).ToBeVisibleAsync();
            // Given up, sent again, and sent once more: three times under one id. The other address of the app was told as well.
            await Eventually.Holds(() => console.Webhooks.Where(one => (string?)one["data"]!["id"] == (string?)organization["id"]).GroupBy(one => (string)one["id"]!).Any(message => message.Count() == 3));
        }
        finally
        {
            console.WebhookAnswer = 204;
        }

        Assert.Empty(screen.Faults);
    }

    private static Task EventuallyOnReloadAsync(Screen screen, ILocator place, string text) => Eventually.Passes(async () =>
    {
        await screen.Page.ReloadAsync();
        await screen.SettledAsync();
        Assert.Contains(text, await place.InnerTextAsync(), StringComparison.Ordinal);
    });

    [Fact]
    public async Task A_developer_without_an_account_is_shown_where_his_string_differs()
    {
        var app = await console.HasAppAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await using var screen = await console.OpenAsync();
        await screen.Page.GotoAsync($"/signature-check?app={app}");
        await screen.Page.GetByLabel("路径和查询").FillAsync("/api/v1/members?b=2&a=1");
        await screen.Page.GetByLabel("X-Pc-Timestamp").FillAsync($"{now}");
        await screen.Page.GetByLabel("X-Pc-Nonce").FillAsync("nonce-0001-sample");
        await screen.Page.GetByLabel("您拼出的待签名串").FillAsync($"GET\n/api/v1/members\nb=2&a=1\n{now}\nnonce-0001-sample\n{new string('0', 64)}");
        await screen.Button("核对").ClickAsync();

        await Expect(screen.Page.Locator("body")).ToContainTextAsync("从第 3 行第 1 列开始不同");
        await Expect(screen.Page.Locator("mark").First).ToHaveTextAsync("a=1&b=2");
        await screen.PictureAsync("signature-check-answer");
        Assert.Empty(await screen.BarriersAsync());
        Assert.Empty(screen.Faults);
    }
}
