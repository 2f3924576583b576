using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PartyCloud.Testing;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>What people come for, from sign-in to result.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class StoriesTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_clerk_moves_a_member_from_one_branch_to_another()
    {
        var branches = (await console.ItemsAsync($"/api/v1/organizations/{console.Township.Id}/children?limit=200")).Where(branch => (int)branch["members"]! > 5).ToList();
        var (from, to) = (branches[0], branches[1]);
        var member = (await console.ItemsAsync($"/api/v1/members?under={from["id"]}&status=formal&mobile=false&limit=1"))[0];
        await using var screen = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await screen.GoAsync($"/members/{member["id"]}");
        await screen.Button("转接组织关系").ClickAsync();
        await screen.Dialog.GetByLabel("转入组织").FillAsync((string)to["code"]!);
        await screen.Page.Locator(".ant-select-item-option", new() { HasText = (string)to["name"]! }).First.ClickAsync();
        await screen.Dialog.GetByLabel("转接原因").FillAsync("工作调动（样例）");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(screen.Page.Locator("body")).ToContainTextAsync("已开具");

        await screen.GoAsync("/transfers?direction=in&state=issued");
        var row = screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = (string)member["name"]! });
        await row.GetByRole(AriaRole.Button, new() { Name = "接收" }).ClickAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        await screen.GoAsync($"/members/{member["id"]}");
        await Expect(screen.Link((string)to["name"]!)).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task A_mobile_member_is_registered_at_home_and_reports_at_the_place()
    {
        var member = (await console.ItemsAsync($"/api/v1/members?under={console.Township.Id}&status=formal&mobile=false&limit=1"))[0];
        var host = (await console.ItemsAsync($"/api/v1/organizations/{console.Neighbour.Id}/children?limit=1"))[0];
        await using var home = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await home.GoAsync($"/members/{member["id"]}");
        await home.Button("登记流动").ClickAsync();
        await home.Dialog.GetByLabel("外出日期").FillAsync("2026-03-01");
        await home.Page.Keyboard.PressAsync("Enter");
        await home.Dialog.GetByLabel("流入地党组织").FillAsync((string)host["code"]!);
        await home.Page.Locator(".ant-select-item-option", new() { HasText = (string)host["name"]! }).First.ClickAsync();
        await home.Dialog.GetByLabel("联系人").FillAsync("样例联系人");
        await home.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Expect(home.Content.Locator(".page-head")).ToContainTextAsync("流动");

        await using var place = await console.OpenAsAsync("committeeClerk", console.Neighbour.Id);
        await place.GoAsync("/mobility?side=host&state=registered");
        var row = place.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = (string)member["name"]! });
        await row.GetByRole(AriaRole.Button, new() { Name = "报到" }).ClickAsync();
        await place.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        await home.GoAsync("/mobility?state=checkedIn");
        await Expect(home.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = (string)member["name"]! })).ToContainTextAsync("已报到");
        Assert.Empty(home.Faults.Concat(place.Faults));
    }

    [Fact]
    public async Task A_city_administrator_takes_an_assessment_from_the_scheme_to_the_grades()
    {
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        var committee = await console.PostAsync("/api/v1/organizations", new { name = $"样例考评党委{run}", kind = "committee", domainType = "village", parentId = console.County.Id, code = $"G{run}" });
        foreach (var place in new[] { "一", "二", "三" })
        {
            await console.PostAsync("/api/v1/organizations", new { name = $"样例{run}村{place}党支部", kind = "branch", domainType = "village", parentId = (string?)committee["id"] });
        }

        await using var screen = await console.OpenAsAsync("cityAdmin", null);
        await screen.GoAsync("/assessment/schemes");
        await screen.Button("起草细则").ClickAsync();
        await screen.Dialog.GetByLabel("名称").FillAsync($"样例细则{run}");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(screen.Content).ToContainTextAsync("分值相符");
        await DoneAsync("公布");
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync("已公布");

        await screen.GoAsync("/assessment/cycles");
        await screen.Button("设立周期").ClickAsync();
        await screen.ChooseAsync(screen.Dialog.GetByLabel("考评细则"), $"样例细则{run}");
        await screen.Dialog.GetByLabel("考评范围").FillAsync($"G{run}");
        await screen.Page.Locator(".ant-select-item-option", new() { HasText = $"样例考评党委{run}" }).First.ClickAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await DoneAsync("启动");
        var cells = screen.Content.Locator("input[data-cell]");
        await Expect(cells.First).ToBeVisibleAsync();
        var count = await cells.CountAsync();
        foreach (var line in Enumerable.Range(0, count))
        {
            await cells.Nth(line).FillAsync($"{95 - 20 * line}");
        }

        await screen.Button($"保存 {count} 格").ClickAsync();
        await Expect(screen.Page.Locator("body")).ToContainTextAsync($"已记 {count} 项");
        await DoneAsync("冻结");
        var rows = screen.Content.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row);
        await Expect(rows).ToHaveCountAsync(count + 1);
        await Expect(rows.Nth(1)).ToContainTextAsync("A 好");
        await Expect(rows.Nth(2)).ToContainTextAsync("C 一般");
        await DoneAsync("定等次");
        await Expect(screen.Content.Locator(".page-head")).ToContainTextAsync("已定等");
        Assert.Empty(screen.Faults);

        async Task DoneAsync(string what)
        {
            await screen.Button(what).ClickAsync();
            await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
            await Expect(screen.Button(what)).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_second_factor_is_set_up_and_asked_for_at_the_next_sign_in()
    {
        var name = await console.HasPersonAsync("committeeClerk", console.Township.Id);
        await using var screen = await console.OpenAsync();
        await screen.SignInAsync(name, ConsoleFixture.Password);
        await screen.GoAsync("/account");
        await screen.Button("启用").ClickAsync();
        await screen.Dialog.GetByLabel("当前密码").FillAsync(ConsoleFixture.Password);
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        var key = (await screen.Dialog.Locator("code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await screen.Dialog.GetByRole(AriaRole.Textbox).FillAsync(Totp.Code(Totp.FromBase32(key)));
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "启用" }).ClickAsync();
        await Expect(screen.Dialog.Locator("li code").First).ToBeVisibleAsync();
        var recovery = await screen.Dialog.Locator("li code").First.InnerTextAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "关闭" }).Last.ClickAsync();
        await Expect(screen.Content).ToContainTextAsync("已启用");

        await using var later = await console.OpenAsync();
        await later.Page.GotoAsync("/");
        await later.Page.GetByLabel("用户名").FillAsync(name);
        await later.Page.GetByLabel("密码", new() { Exact = true }).FillAsync(ConsoleFixture.Password);
        await later.Button("登录").ClickAsync();
        await later.Page.GetByLabel("动态验证码").FillAsync("000000");
        await later.Button("登录").ClickAsync();
        await Expect(later.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await later.Page.GetByLabel("动态验证码").FillAsync(recovery);
        await later.Button("登录").ClickAsync();
        await Expect(later.Content).ToContainTextAsync(console.Township.Name);
        Assert.Empty(screen.Faults.Concat(later.Faults));
    }

    [Fact]
    public async Task A_branch_secretary_hands_in_a_plan_and_the_department_approves_it()
    {
        var listed = (await console.ItemsAsync("/api/v1/assessment/rectifications?state=identified&limit=1"))[0];
        var task = $".due a[href='/rectifications/{listed["id"]}'][aria-label^='去办理']";
        await using var secretary = await console.OpenAsAsync("branchSecretary", (string)listed["organizationId"]!);
        await Expect(secretary.Content).ToContainTextAsync("待我办理");
        await secretary.Content.Locator(task).ClickAsync();
        await secretary.Button("填写方案").ClickAsync();
        await secretary.Dialog.GetByLabel("突出问题与原因").FillAsync("组织生活不经常（样例）");
        await secretary.Dialog.GetByLabel("整顿目标").FillAsync("按月开展组织生活（样例）");
        await secretary.Dialog.GetByLabel("整改期限").FillAsync("2027-06-30");
        await secretary.Page.Keyboard.PressAsync("Enter");
        await secretary.Dialog.GetByRole(AriaRole.Button, new() { Name = "提交审批" }).ClickAsync();
        await Expect(secretary.Content.Locator(".page-head")).ToContainTextAsync("方案待批");
        await Expect(secretary.Button("批准方案")).ToHaveCountAsync(0);

        await using var department = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await department.Content.GetByRole(AriaRole.Group, new() { Name = "按事项" }).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("审批") }).ClickAsync();
        await department.Content.Locator(task).ClickAsync();
        await department.Button("批准方案").ClickAsync();
        await department.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await Expect(department.Content.Locator(".page-head")).ToContainTextAsync("方案已批");
        Assert.Empty(secretary.Faults.Concat(department.Faults));
    }

    [Fact]
    public async Task A_clerk_sees_his_own_township_and_nothing_of_the_neighbours()
    {
        var stranger = (await console.ItemsAsync($"/api/v1/members?under={console.Neighbour.Id}&limit=1"))[0];
        await using var screen = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await screen.GoAsync("/organizations");
        await Expect(screen.Page.GetByRole(AriaRole.Tree)).ToContainTextAsync(console.Township.Name);
        await Expect(screen.Page.Locator("body")).Not.ToContainTextAsync(console.Neighbour.Name);
        foreach (var path in new[] { $"/organizations/{console.Neighbour.Id}", $"/members?under={console.Neighbour.Id}", $"/members/{stranger["id"]}", $"/rectifications?view=ledger&under={console.Neighbour.Id}" })
        {
            await screen.Page.GotoAsync(path);
            await Expect(screen.Content.Locator(".ant-alert-error, .ant-empty").First).ToBeVisibleAsync();
            await Expect(screen.Page.Locator("body")).Not.ToContainTextAsync((string)stranger["name"]!);
            await Expect(screen.Page.Locator("body")).Not.ToContainTextAsync(console.Neighbour.Name);
        }

        await screen.Page.GotoAsync("/accounts");
        await Expect(screen.Content.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有办理此事的权限");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task A_sheet_of_3000_rows_is_imported_and_its_errors_are_corrected_on_the_page()
    {
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        var parent = await console.PostAsync("/api/v1/organizations", new { name = $"导入样例党委{run}", kind = "committee", domainType = "village", parentId = console.County.Id, code = $"I{run}" });
        var sheet = new StringBuilder("组织编码,组织名称,组织类别,党建类型,上级组织编码\r\n");
        for (var row = 0; row < 3000; row++)
        {
            sheet.Append(CultureInfo.InvariantCulture, $"I{run}{row:0000},导入样例{row}党支部,{(row % 1000 == 7 ? "没有这种类别" : "党支部")},village,I{run}\r\n");
        }

        await using var screen = await console.OpenAsAsync("committeeClerk", (string)parent["id"]!);
        var page = screen.Page;
        await screen.GoAsync("/imports?what=organizations");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "organizations.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(sheet.ToString()) });
        await Expect(screen.Content).ToContainTextAsync("3 行有错误");
        await Expect(screen.Content).ToContainTextAsync("2,997 行已进入系统");
        await Expect(screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = "组织类别" })).ToHaveCountAsync(3);
        await Expect(screen.Content.GetByRole(AriaRole.Table)).ToContainTextAsync("1009");
        await screen.PictureAsync("import-errors");

        await page.ReloadAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => screen.Button("下载错误行（可改正后重新导入）").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);

        await screen.Button("在页面上改正").ClickAsync();
        var wrong = screen.Content.Locator("input[aria-invalid=true]");
        await Expect(wrong).ToHaveCountAsync(3);
        for (var row = 0; row < 3; row++)
        {
            await Expect(wrong.Nth(row)).ToHaveValueAsync("没有这种类别");
            await wrong.Nth(row).FillAsync("党支部");
        }

        await screen.PictureAsync("import-corrected");
        Assert.Empty(await screen.BarriersAsync());
        await screen.Button("导入改正后的 3 行").ClickAsync();
        await Expect(screen.Content).ToContainTextAsync("导入完成");
        await Expect(screen.Content).ToContainTextAsync("3 行已进入系统");
        await Expect(screen.Content).Not.ToContainTextAsync("有错误");

        await screen.GoAsync($"/organizations/{parent["id"]}");
        await Eventually.Passes(
            async () => Assert.Equal(3001, (int)(await console.GetAsync($"/api/v1/organizations/{parent["id"]}/rollup"))["organizations"]!["total"]!),
            TimeSpan.FromMilliseconds(ConsoleFixture.Patience));
        await page.ReloadAsync();
        await Expect(screen.Content).ToContainTextAsync("3,001 个组织");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task The_department_tries_a_selection_out_before_it_is_kept()
    {
        var cycle = await console.CountyCycleAsync();
        var before = (await console.ItemsAsync($"/api/v1/assessment/cycles/{cycle}/selections")).Count;
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync($"/assessment/cycles/{cycle}");
        await screen.Link("整顿对象").ClickAsync();
        var outcome = screen.Content.Locator(".ant-alert", new() { HasText = "试算结果" });
        List<int> listed = [];
        foreach (var share in new[] { "5", "40" })
        {
            await screen.Content.GetByLabel("最低比例（%）").FillAsync(share);
            await Expect(outcome).ToHaveCountAsync(0);
            await screen.Button("试算").ClickAsync();
            listed.Add(int.Parse(Regex.Match(await outcome.InnerTextAsync(), @"列入 (\d+)").Groups[1].Value, CultureInfo.InvariantCulture));
        }

        Assert.True(listed[1] > listed[0], $"{listed[0]} and {listed[1]}");
        Assert.Equal(before, (await console.ItemsAsync($"/api/v1/assessment/cycles/{cycle}/selections")).Count);
        await screen.Button("复算").ClickAsync();
        await Expect(screen.Page.Locator("body")).ToContainTextAsync("复算结果一致");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task The_department_keeps_a_selection_and_finds_the_cases_that_it_opened()
    {
        var cycle = await console.HasFrozenCycleAsync(2025, console.Township.Id);
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync($"/assessment/cycles/{cycle}/selections");
        await screen.Content.GetByLabel("最低比例（%）").FillAsync("50");
        await screen.Button("试算").ClickAsync();
        var outcome = await screen.Content.Locator(".ant-alert", new() { HasText = "试算结果" }).InnerTextAsync();
        var listed = Regex.Match(outcome, @"列入 (\d+)").Groups[1].Value;
        await screen.Button("确定名单并立案").ClickAsync();
        await Expect(screen.Dialog).ToContainTextAsync($"将列入 {listed} 个党组织");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await Expect(screen.Content).ToContainTextAsync($"列入名单（{listed}）");

        var cases = (await console.ItemsAsync("/api/v1/assessment/rectifications?year=2025&limit=200")).Where(one => (string?)one["cycleId"] == cycle).ToList();
        Assert.Equal(listed, cases.Count.ToString(CultureInfo.InvariantCulture));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task The_department_decides_the_removals_that_follow_from_two_years_on_the_list()
    {
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        var committee = await console.PostAsync("/api/v1/organizations", new { name = $"样例连列党委{run}", kind = "committee", domainType = "village", parentId = console.County.Id, code = $"R{run}" });
        var above = await console.PostAsync("/api/v1/organizations", new { name = $"样例连列党总支{run}", kind = "generalBranch", domainType = "village", parentId = (string?)committee["id"] });
        var last = "";
        foreach (var place in new[] { "一", "二", "三" })
        {
            last = (string)(await console.PostAsync("/api/v1/organizations", new { name = $"样例{run}村{place}党支部", kind = "branch", domainType = "village", parentId = (string?)above["id"] }))["id"]!;
        }

        // Known to assessment a moment later.
        await Eventually.Passes(async () => await console.GetAsync($"/api/v1/assessment/rectifications/counts?under={last}"), TimeSpan.FromMilliseconds(ConsoleFixture.Patience));
        foreach (var year in new[] { 2024, 2025 })
        {
            var cycle = await console.HasFrozenCycleAsync(year, (string)committee["id"]!);
            var selection = await console.PostAsync(
                $"/api/v1/assessment/cycles/{cycle}/selections", new { rules = new[] { new { domainType = "village", minShareBasisPoints = 1500 } }, tiePolicy = "includeTies" });
            Assert.Equal($"样例{run}村三党支部", (string?)Assert.Single(selection["items"]!.AsArray())!["name"]);
        }

        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await Expect(screen.Content.GetByRole(AriaRole.Group, new() { Name = "按事项" })).ToContainTextAsync("免职建议");
        await screen.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "免职建议" }).ClickAsync();
        var rows = screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = run });
        await Expect(rows).ToHaveCountAsync(2);
        await screen.SettledAsync();
        Assert.Empty(await screen.BarriersAsync());
        await screen.PictureAsync("removals-proposed");

        // The branch's secretary, and the one of the general branch above it, who is not removed.
        var (superior, own) = (rows.Filter(new() { HasText = $"样例连列党总支{run}" }), rows.Filter(new() { HasNotText = $"样例连列党总支{run}" }));
        await superior.GetByRole(AriaRole.Button, new() { Name = "不同意" }).ClickAsync();
        await screen.Dialog.GetByLabel("原因").FillAsync("上任不满一年（样例）");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "不同意" }).ClickAsync();
        await Expect(superior).ToContainTextAsync("上任不满一年（样例）");
        await own.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await Expect(own).ToContainTextAsync("已同意");
        await Expect(rows.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        var sheet = await screen.SavedAsync(screen.Button("导出本页条件下的全部"));
        Assert.Contains(sheet, line => line.Contains($"样例连列党总支{run}", StringComparison.Ordinal) && line.Contains("不同意", StringComparison.Ordinal) && line.Contains($"样例{run}村三党支部", StringComparison.Ordinal));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task The_board_counts_all_cases_of_a_column_and_loads_them_on_demand()
    {
        const int Many = 25;
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        var committee = await console.PostAsync("/api/v1/organizations", new { name = $"样例看板党委{run}", kind = "committee", domainType = "village", parentId = console.County.Id, code = $"B{run}" });
        var sheet = new StringBuilder("组织编码,组织名称,组织类别,党建类型,上级组织编码\r\n");
        foreach (var number in Enumerable.Range(1, Many))
        {
            sheet.Append(CultureInfo.InvariantCulture, $"B{run}{number:00},样例{run}第{number}党支部,党支部,village,B{run}\r\n");
        }

        await console.HasImportAsync(sheet.ToString());
        var last = (string)(await console.GetAsync($"/api/v1/organizations/by-code/B{run}{Many}"))["id"]!;
        await Eventually.Passes(async () => await console.GetAsync($"/api/v1/assessment/rectifications/counts?under={last}"), TimeSpan.FromMilliseconds(ConsoleFixture.Patience));
        var cycle = await console.HasFrozenCycleAsync(2025, (string)committee["id"]!);
        await console.PostAsync($"/api/v1/assessment/cycles/{cycle}/selections", new { rules = new[] { new { domainType = "village", minShareBasisPoints = 10000 } }, tiePolicy = "includeTies" });

        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync($"/rectifications?under={committee["id"]}");
        var column = screen.Content.GetByRole(AriaRole.Region, new() { Name = "已确定" });
        await Expect(column.GetByRole(AriaRole.Heading)).ToContainTextAsync("25");
        await Expect(column.GetByRole(AriaRole.Link)).ToHaveCountAsync(20);
        await column.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(column.GetByRole(AriaRole.Link)).ToHaveCountAsync(Many);
        await Expect(column.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Accounts_and_the_audit_log_go_out_with_all_their_pages()
    {
        const int Many = 55;
        var run = $"out{Guid.CreateVersion7().ToString("N")[^8..]}";
        foreach (var number in Enumerable.Range(1, Many))
        {
            await console.HasAccountAsync($"{run}-{number:00}");
        }

        var member = (await console.ItemsAsync($"/api/v1/members?under={console.Neighbour.Id}&limit=1"))[0];
        foreach (var number in Enumerable.Range(1, Many))
        {
            await console.PostAsync($"/api/v1/members/{member["id"]}/reveal", new { purpose = $"样例核对 {run} {number:00}" });
        }

        await using var keeper = await console.OpenAsAsync("securityAdmin", null);
        await keeper.GoAsync($"/accounts?q={run}");
        await Expect(keeper.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = run })).ToHaveCountAsync(50);
        var accounts = await keeper.SavedAsync(keeper.Button("导出本页条件下的全部"));
        Assert.Equal(Enumerable.Range(1, Many).Select(number => $"{run}-{number:00}"), accounts[1..].Select(line => line.Split(',')[0]).Order(StringComparer.Ordinal));

        await using var auditor = await console.OpenAsAsync("auditor", null);
        await auditor.GoAsync($"/operations?view=audit&objectId={member["id"]}");
        await Expect(auditor.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = run })).ToHaveCountAsync(50);
        var audit = await auditor.SavedAsync(auditor.Button("导出本页条件下的全部"));
        Assert.Equal(Many, audit.Count(line => line.Contains($"样例核对 {run}", StringComparison.Ordinal)));
        Assert.Empty(keeper.Faults.Concat(auditor.Faults));
    }

    [Fact]
    public async Task The_department_confirms_one_proposed_pair_and_rejects_another()
    {
        var programme = (string)(await console.ItemsAsync("/api/v1/pairing/programmes?limit=1"))[0]["id"]!;
        var proposed = await console.ItemsAsync($"/api/v1/pairing/programmes/{programme}/proposals?state=proposed&limit=2");
        var (confirmed, rejected) = (NameOf(proposed[0]), NameOf(proposed[1]));
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync($"/pairing/programmes/{programme}");
        var rows = screen.Content.GetByRole(AriaRole.Row);

        await rows.Filter(new() { HasText = confirmed }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await screen.Button("确认选中的 1 条").ClickAsync();
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "确认", Exact = true }).ClickAsync();
        await Expect(rows.Filter(new() { HasText = confirmed })).ToContainTextAsync("已确认");

        await rows.Filter(new() { HasText = rejected }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await screen.Button("否决选中的 1 条").ClickAsync();
        await screen.Dialog.GetByLabel("原因").FillAsync("距离太远（样例）");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "否决选中的 1 条" }).ClickAsync();
        await Expect(rows.Filter(new() { HasText = rejected })).ToContainTextAsync("已否决");

        await screen.GoAsync("/pairing/pairs");
        await Expect(rows.Filter(new() { HasText = confirmed })).ToContainTextAsync("结对中");
        await Expect(rows.Filter(new() { HasText = rejected })).ToHaveCountAsync(0);
        Assert.Empty(screen.Faults);

        static string NameOf(System.Text.Json.Nodes.JsonNode proposal) => (string)proposal["need"]!["organizationName"]!;
    }

    [Fact]
    public async Task A_branch_secretary_records_a_visit()
    {
        var pair = (await console.ItemsAsync("/api/v1/pairing/pairs?state=active&limit=1"))[0];
        await using var screen = await console.OpenAsAsync("branchSecretary", (string)pair["helper"]!["organizationId"]!);
        await screen.GoAsync("/pairing/pairs");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "本范围帮扶别人的" }).ClickAsync();
        await screen.Content.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("详情") }).First.ClickAsync();
        await screen.Button("登记走访").ClickAsync();
        await screen.ChooseAsync(screen.Dialog.GetByLabel("活动内容"), "送法律");
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Dialog.GetByLabel("情况简述").FillAsync("样例走访记录");
        await screen.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(screen.Content.Locator(".ant-timeline")).ToContainTextAsync("样例走访记录");
        await Expect(screen.Content.Locator(".ant-timeline")).ToContainTextAsync("送法律");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task An_account_is_opened_given_a_post_and_used_and_then_closed()
    {
        // Nobody grants what he does not hold himself, so it is the first administrator, under his post for accounts.
        await using var keeper = await console.OpenAsync();
        await keeper.SignInAsync("admin", console.AdminPassword);
        await keeper.ActUnderAsync("安全管理员");
        await Expect(keeper.Page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("账号与岗位");
        var name = $"new-{Guid.CreateVersion7().ToString("N")[^8..]}";
        await keeper.GoAsync("/accounts");
        await keeper.Button("开立账号").ClickAsync();
        await keeper.Dialog.GetByLabel("用户名").FillAsync(name);
        await keeper.Dialog.GetByLabel("姓名").FillAsync("样例书记");
        await keeper.Dialog.GetByLabel("初始密码").FillAsync("First-Password-1");
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await keeper.Button("授予岗位").ClickAsync();
        await keeper.ChooseAsync(keeper.Dialog.GetByLabel("角色"), "党务干部");
        await keeper.Dialog.GetByLabel("管理范围").FillAsync(console.Township.Name);
        await keeper.Page.Locator(".ant-select-item-option", new() { HasText = console.Township.Name }).First.ClickAsync();
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "授予岗位" }).ClickAsync();
        await Expect(keeper.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = "党务干部" })).ToContainTextAsync(console.Township.Name);

        await using var clerk = await console.OpenAsync();
        await clerk.SignInAsync(name, "First-Password-1");
        await Expect(clerk.Dialog).ToContainTextAsync("请先修改密码");
        await clerk.Dialog.GetByLabel("当前密码").FillAsync("First-Password-1");
        await clerk.Dialog.GetByLabel("新密码", new() { Exact = true }).FillAsync("Second-Password-2");
        await clerk.Dialog.GetByLabel("再输一次新密码").FillAsync("Second-Password-2");
        await clerk.Dialog.GetByRole(AriaRole.Button, new() { Name = "修改密码" }).ClickAsync();
        await Expect(clerk.Content).ToContainTextAsync(console.Township.Name);

        // A new password is a change of the account: what was read before it is out of date.
        await keeper.Page.ReloadAsync();
        await keeper.Button("停用").ClickAsync();
        await keeper.Dialog.GetByLabel("原因").FillAsync("离岗（样例）");
        await keeper.Dialog.GetByRole(AriaRole.Button, new() { Name = "停用" }).ClickAsync();
        await Expect(keeper.Content.Locator(".page-head")).ToContainTextAsync("已停用");
        await clerk.Page.GotoAsync("/");
        await Expect(clerk.Button("登录")).ToBeVisibleAsync();
        Assert.Empty(keeper.Faults.Concat(clerk.Faults));
    }

    [Fact]
    public async Task An_operator_sees_how_all_parts_are_and_an_auditor_verifies_the_log()
    {
        await using var screen = await console.OpenAsAsync("operator", null);
        await screen.GoAsync("/operations");
        foreach (var part in new[] { "网关", "党组织", "党员", "考核评价", "结对共建" })
        {
            await Expect(screen.Content.GetByRole(AriaRole.Row).Filter(new() { HasText = part }).First).ToContainTextAsync("正常");
        }

        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "错误队列" }).ClickAsync();
        await Expect(screen.Content).ToContainTextAsync("没有错误消息");
        await screen.Page.GotoAsync("/members");
        await Expect(screen.Content.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有办理此事的权限");

        await using var auditor = await console.OpenAsAsync("auditor", null);
        await auditor.GoAsync("/operations?view=audit");
        await auditor.Page.GetByRole(AriaRole.Button, new() { Name = "校验审计链" }).ClickAsync();
        await Expect(auditor.Content).ToContainTextAsync("全部审计链完整");
        Assert.Empty(screen.Faults.Concat(auditor.Faults));
    }

    [Fact]
    public async Task An_operator_sees_the_last_two_hours_drawn_and_in_figures()
    {
        await using var screen = await console.OpenAsAsync("operator", null);
        await screen.GoAsync("/operations");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "运行图表" }).ClickAsync();
        // What a chart shows is said as well: the county's organizations by their kinds.
        await Expect(Chart("党组织")).ToHaveAttributeAsync("aria-label", new Regex("党支部 [1-9]"));
        await Expect(Chart("党组织").Locator("canvas")).ToBeVisibleAsync();
        await screen.PictureAsync("operations-figures-city");

        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "服务", Exact = true }).ClickAsync();
        foreach (var part in new[] { "网关", "党组织", "党员", "考核评价", "结对共建" })
        {
            await Expect(Chart("内存（MiB）")).ToHaveAttributeAsync("aria-label", new Regex($"{part} [1-9]"));
        }

        await Expect(Chart("耗时，中位数和第 95 百分位（毫秒）")).ToHaveAttributeAsync("aria-label", new Regex("网关 p50"));
        await Expect(Chart("最慢的接口，第 95 百分位（毫秒）")).ToHaveAttributeAsync("aria-label", new Regex("GET /api/v1/"));
        await EverythingIsDrawnAsync(8);
        await screen.PictureAsync("operations-figures-services");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "安全", Exact = true }).ClickAsync();
        await Expect(Chart("网关的应答状态（每秒）")).ToHaveAttributeAsync("aria-label", new Regex("200 [0-9]"));
        await Expect(Chart("累计登录结果")).ToHaveAttributeAsync("aria-label", new Regex("成功 [1-9]"));
        await screen.PictureAsync("operations-figures-security");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "消息服务", Exact = true }).ClickAsync();
        await Expect(Chart("消息服务的连接")).ToHaveAttributeAsync("aria-label", new Regex("消息服务 [1-9]"));
        await Expect(Chart("消息服务的内存（MiB）")).ToHaveAttributeAsync("aria-label", new Regex("已用 [1-9]"));
        await Expect(Chart("各队列的接收者")).ToHaveAttributeAsync("aria-label", new Regex("gateway-organization-state [1-9]"));
        await EverythingIsDrawnAsync(8);
        await screen.PictureAsync("operations-figures-broker");

        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "消息与发件箱" }).ClickAsync();
        await Expect(Chart("队列积压")).ToHaveAttributeAsync("aria-label", new Regex("gateway-organization-state [0-9]"));
        await EverythingIsDrawnAsync(10);
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "数据库", Exact = true }).ClickAsync();
        await Expect(Chart("锁")).ToHaveAttributeAsync("aria-label", new Regex("AccessExclusiveLock [0-9]"));
        await Expect(Chart("全部连接与上限")).ToHaveAttributeAsync("aria-label", new Regex("已用 [1-9]"));
        await EverythingIsDrawnAsync(13);
        await screen.PictureAsync("operations-figures-database");
        await screen.Page.GetByText("以表格查看").ClickAsync();
        await Expect(screen.Content.GetByLabel("库的大小（MiB）", new() { Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = "党员" })).ToContainTextAsync(new Regex("[1-9]"));
        await Expect(screen.Content).Not.ToContainTextAsync("没有应答");
        Assert.Empty(await screen.BarriersAsync());

        // Where nobody tells of the broker's inside the page says so, and draws what the services count themselves.
        await screen.Page.RouteAsync("**/api/v1/operations/figures", async route =>
        {
            var figures = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
            figures["brokerMeasured"] = false;
            await route.FulfillAsync(new() { ContentType = "application/json", Body = figures.ToJsonString() });
        });
        await screen.GoAsync("/operations?view=figures&group=broker");
        await Expect(screen.Content.GetByRole(AriaRole.Alert)).ToContainTextAsync("Operations:BrokerMeasures");
        await EverythingIsDrawnAsync(1);
        Assert.Empty(screen.Faults);

        ILocator Chart(string title) => screen.Content.Locator($"section[aria-label='{title}'] .chart");

        // A figure that nobody takes down has an empty panel.
        async Task EverythingIsDrawnAsync(int charts)
        {
            await Expect(screen.Content.Locator(".charts > section .chart:visible")).ToHaveCountAsync(charts);
            await Expect(screen.Content.GetByText("还没有数据").And(screen.Page.Locator(":visible"))).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_session_that_ends_in_the_middle_of_a_form_loses_nothing()
    {
        await using var screen = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await screen.GoAsync($"/organizations/{console.Township.Id}");
        var made = $"样例新设党支部{Guid.CreateVersion7().ToString("N")[^8..]}";
        await screen.Button("新增下级组织").ClickAsync();
        var form = screen.Dialog.Filter(new() { HasText = "新增下级组织" });
        await form.GetByLabel("名称", new() { Exact = true }).FillAsync(made);
        await form.GetByLabel("所在单位").FillAsync("样例单位");

        await screen.Page.Context.ClearCookiesAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        var again = screen.Dialog.Filter(new() { HasText = "登录已过期" });
        await again.GetByLabel("密码", new() { Exact = true }).FillAsync(ConsoleFixture.Password);
        await again.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();

        await Expect(screen.Content.Locator(".panel-head h3", new() { HasText = made })).ToBeVisibleAsync();
        await Expect(screen.Content).ToContainTextAsync("样例单位");
        Assert.Single(await console.ItemsAsync($"/api/v1/organizations?under={console.Township.Id}&q={Uri.EscapeDataString(made)}"));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task What_was_typed_is_still_there_after_a_reload()
    {
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        await screen.GoAsync("/assessment/schemes");
        await screen.Button("起草细则").ClickAsync();
        await screen.Dialog.GetByLabel("名称").FillAsync("样例细则草稿");

        await screen.Page.ReloadAsync();
        await screen.Button("起草细则").ClickAsync();

        await Expect(screen.Dialog.GetByLabel("名称")).ToHaveValueAsync("样例细则草稿");
        await Expect(screen.Dialog).ToContainTextAsync("已恢复上次未提交的内容");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task A_wrong_password_and_the_lockout_are_explained()
    {
        var name = await console.HasPersonAsync("committeeClerk", console.Township.Id);
        await using var screen = await console.OpenAsync();
        await screen.Page.GotoAsync("/");
        await screen.Page.GetByLabel("用户名").FillAsync(name);
        var alert = screen.Page.GetByRole(AriaRole.Alert);
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await screen.Page.GetByLabel("密码", new() { Exact = true }).FillAsync($"Wrong-Password-{attempt}");
            await screen.Button("登录").ClickAsync();
            await Expect(screen.Button("登录")).ToBeEnabledAsync();
            await Expect(alert).ToContainTextAsync(attempt < 4 ? "用户名或密码不正确" : "");
        }

        await Expect(alert).ToContainTextAsync("尝试次数过多");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Identity_numbers_are_masked_until_a_purpose_is_named()
    {
        var member = (await console.ItemsAsync($"/api/v1/members?under={console.Township.Id}&limit=1"))[0];
        await using var screen = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await screen.GoAsync($"/members/{member["id"]}");
        var whole = new Regex(@"99\d{15}[\dX]");
        await Expect(screen.Content).ToContainTextAsync("*");
        await Expect(screen.Content).Not.ToContainTextAsync(whole);
        await screen.Button("查看完整信息").ClickAsync();
        await screen.Content.GetByLabel("查看用途").FillAsync("核对样例");
        await screen.Button("查看完整信息").ClickAsync();
        await Expect(screen.Content).ToContainTextAsync(whole);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task The_whole_console_speaks_english_by_a_switch_and_remembers_it()
    {
        await using var screen = await console.OpenAsAsync("committeeClerk", console.Township.Id);
        await screen.Button("English").ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("Organizations");

        await screen.Page.ReloadAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Navigation)).ToContainTextAsync("Rectification");
        Assert.Equal("en", await screen.Page.EvaluateAsync<string>("() => document.documentElement.lang"));
        Assert.Empty(screen.Faults);
    }
}
