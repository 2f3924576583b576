using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>How an app comes by data that it asked for, and how what is wrong comes to who can put it right.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class SharingStoriesTests(ConsoleFixture console)
{
    [Fact]
    public async Task What_is_asked_for_in_an_apps_name_is_checked_and_replied_to_from_the_tasks_and_stands_on_the_apps_page()
    {
        var app = await console.HasAppAsync();
        await using var keeper = await console.OpenAsync();
        await keeper.SignInAsync(await console.HasPersonAsync("securityAdmin", null), ConsoleFixture.Password);
        await keeper.GoAsync($"/apps/{app}");
        await keeper.Button("申请共享").ClickAsync();
        // Enter closes the calendar and sends the form, which says what is missing.
        await keeper.Dialog.GetByLabel("使用截止日").FillAsync(TimeProvider.System.GetUtcNow().AddMonths(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await keeper.Page.Keyboard.PressAsync("Enter");
        await keeper.ChooseAsync(keeper.Dialog.GetByLabel("数据资源"), "结对共建和走访");
        await keeper.Dialog.GetByLabel("走访次数").CheckAsync();
        await keeper.Dialog.GetByLabel("用途").FillAsync("为帮扶专题页面提供走访次数（样例）");
        await keeper.Dialog.GetByLabel("履职依据").FillAsync("样例职责规定");
        await keeper.Dialog.GetByLabel("范围").FillAsync(console.Township.Name);
        await keeper.Page.Locator(".ant-select-item-option", new() { HasText = console.Township.Name }).First.ClickAsync();
        await keeper.PictureAsync("share-ask");
        Assert.Empty(await keeper.BarriersAsync());
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(keeper.Content.Locator(".page-head")).ToContainTextAsync("待审查");
        var page = new Uri(keeper.Page.Url).AbsolutePath;

        // The department finds it among what is due from it.
        await using var department = await console.OpenAsync();
        await department.SignInAsync("admin", console.AdminPassword);
        var name = (string)(await console.GetAsync(page.Replace("/sharing", "/api/v1/sharing", StringComparison.Ordinal)))["appName"]!;
        await department.GoAsync("/");
        await department.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^共享审查 ") }).ClickAsync();
        if (await department.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^展开全部") }).CountAsync() > 0)
        {
            await department.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^展开全部") }).ClickAsync();
        }

        await department.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex(Regex.Escape(name)) }).ClickAsync();
        await Expect(department.Page).ToHaveURLAsync(new Regex($"{page}$"));
        await department.Button("符合性审查").ClickAsync();
        await department.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(department.Content.Locator(".page-head")).ToContainTextAsync("待答复");
        await department.Button("答复").ClickAsync();
        await Expect(department.Dialog.GetByLabel("数据已就绪")).ToBeCheckedAsync();
        await department.PictureAsync("share-reply");
        Assert.Empty(await department.BarriersAsync());
        await department.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(department.Content.Locator(".page-head")).ToContainTextAsync("已授权");
        await department.SettledAsync();
        await department.PictureAsync("share-granted");

        await keeper.GoAsync($"/apps/{app}");
        await Expect(keeper.Content).ToContainTextAsync("共享申请取得的授权");
        await keeper.PictureAsync("app-with-share");
        await keeper.GoAsync(page);
        await keeper.Button("收回授权").ClickAsync();
        await keeper.Dialog.GetByLabel("原因").FillAsync("样例原因");
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "收回授权" }).ClickAsync();
        await Expect(keeper.Content.Locator(".page-head")).ToContainTextAsync("已结束");
        Assert.Empty(keeper.Faults);
        Assert.Empty(department.Faults);
    }

    [Fact]
    public async Task What_a_clerk_finds_wrong_in_a_members_record_is_answered_by_the_branch()
    {
        var member = (await console.ItemsAsync($"/api/v1/members?under={console.Township.Id}&status=formal&limit=1"))[0];
        await using var clerk = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await clerk.GoAsync($"/members/{member["id"]}");
        await clerk.Button("数据有误").ClickAsync();
        await clerk.ChooseAsync(clerk.Dialog.GetByLabel("数据项"), "学历");
        await clerk.Dialog.GetByLabel("应为，或存疑之处").FillAsync("应为大专（样例）");
        await clerk.PictureAsync("report-error");
        Assert.Empty(await clerk.BarriersAsync());
        await clerk.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(clerk.Page.Locator("body")).ToContainTextAsync("核实");
        await Expect(clerk.Dialog).ToHaveCountAsync(0);

        await using var secretary = await console.OpenAsAsync("branchSecretary", (string)member["organizationId"]!);
        await secretary.GoAsync("/");
        await secretary.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("“学历”是否有误") }).First.ClickAsync();
        await Expect(secretary.Content).ToContainTextAsync("应为大专（样例）");
        await secretary.Button("已更正").ClickAsync();
        await secretary.Dialog.GetByLabel("答复").FillAsync("已按档案更正（样例）");
        await secretary.Dialog.GetByRole(AriaRole.Button, new() { Name = "已更正" }).ClickAsync();
        await Expect(secretary.Content).ToContainTextAsync("已按档案更正（样例）");
        await secretary.SettledAsync();
        await secretary.PictureAsync("correction-answered");

        await clerk.GoAsync("/sharing/corrections?own=true&state=accepted");
        await clerk.Link("党员基本信息 · 学历").First.ClickAsync();
        await Expect(clerk.Content).ToContainTextAsync("已按档案更正（样例）");
        Assert.Empty(clerk.Faults);
        Assert.Empty(secretary.Faults);
    }

    [Fact]
    public async Task The_catalogue_is_changed_downloaded_and_a_years_holidays_are_imported()
    {
        await using var keeper = await console.OpenAsync();
        await keeper.SignInAsync(await console.HasPersonAsync("securityAdmin", null), ConsoleFixture.Password);
        await keeper.GoAsync("/sharing/catalogue");
        await keeper.Button("修改: 结对共建和走访").ClickAsync();
        await keeper.Dialog.GetByLabel("理由").FillAsync("含帮扶对象和走访记录，须说明用途（样例）。");
        await keeper.PictureAsync("catalogue-change");
        Assert.Empty(await keeper.BarriersAsync());
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(keeper.Content).ToContainTextAsync("须说明用途（样例）");
        var lines = await keeper.SavedAsync(keeper.Button("下载 CSV"));
        Assert.Contains(lines, line => line.StartsWith("pairing,结对共建和走访,有条件共享,", StringComparison.Ordinal));

        await keeper.Content.GetByLabel("年度").FillAsync("2032");
        await Expect(keeper.Content).ToContainTextAsync("2032 年");
        await keeper.Button("导入节假日安排").ClickAsync();
        await keeper.Dialog.GetByLabel("来源文件").FillAsync("样例通知");
        await keeper.Dialog.GetByLabel("放假和调休").FillAsync("2032-10-01~2032-10-07 休 国庆节\n2032-10-09 上班");
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(keeper.Dialog).ToContainTextAsync("有看不懂的行");
        await keeper.Dialog.GetByLabel("放假和调休").FillAsync("2032-10-01~2032-10-07 休 国庆节\n2032-10-09 班 国庆节调休");
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(keeper.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = "2032-10-09" })).ToContainTextAsync("上班");
        Assert.Empty(keeper.Faults);
    }
}
