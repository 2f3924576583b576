using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>Signing in at another site and coming back, in a real browser, which keeps to the rules of cookies between sites.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class SignOnStoriesTests(ConsoleFixture console)
{
    [Fact]
    public async Task Who_is_unknown_is_told_what_to_do_links_his_identity_and_comes_in_by_it_next_time()
    {
        var (name, employee) = (await console.HasPersonAsync("committeeClerk", console.Township.Id), $"gh-{Guid.CreateVersion7().ToString("N")[^8..]}");
        await using var screen = await console.OpenAsync();
        await screen.Page.GotoAsync("/members");
        await screen.PictureAsync("sign-on");
        Assert.Empty(await screen.BarriersAsync());

        await GoOnAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("该身份尚未绑定本系统的账号");
        Assert.DoesNotContain("sso=", screen.Page.Url, StringComparison.Ordinal);
        await screen.PictureAsync("sign-on-unknown");

        await screen.SignInAsync(name, ConsoleFixture.Password);
        await screen.GoAsync("/account");
        await screen.Button("绑定样例市统一身份认证").ClickAsync();
        await screen.Dialog.GetByLabel("当前密码").FillAsync(ConsoleFixture.Password);
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await AtProviderAsync();
        await Expect(screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = employee })).ToContainTextAsync("三级");
        await Expect(screen.Page.GetByText("已绑定，今后可以用该身份登录。")).ToBeVisibleAsync();
        await screen.PictureAsync("sign-on-linked");
        Assert.Empty(await screen.BarriersAsync());

        // Who signed in with a password signs out here alone; who came from there, there too.
        await SignOutAsync();
        await Expect(screen.Button("登录")).ToBeVisibleAsync();
        await screen.Page.GotoAsync("/members");
        await GoOnAsync();
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync("党员名册");
        await screen.Page.ReloadAsync();
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync("党员名册");
        await SignOutAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("已退出统一身份认证");
        await screen.Page.GetByText("返回").ClickAsync();
        await Expect(screen.Button("登录")).ToBeVisibleAsync();
        Assert.True(screen.Faults.Count == 0, string.Join("\n", screen.Faults));

        async Task GoOnAsync()
        {
            await screen.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("样例市统一身份认证") }).ClickAsync();
            await AtProviderAsync();
        }

        async Task AtProviderAsync()
        {
            await screen.Page.GetByLabel("工号").FillAsync(employee);
            await screen.Button("认证").ClickAsync();
        }

        async Task SignOutAsync()
        {
            await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^我的账号") }).ClickAsync();
            await screen.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("退出登录") }).ClickAsync();
        }
    }
}
