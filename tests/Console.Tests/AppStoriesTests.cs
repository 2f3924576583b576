using System.Text.RegularExpressions;
using Microsoft.Playwright;
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
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^当前岗位") }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("安全管理员") }).ClickAsync();
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
