using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>
/// What a click costs the page when a city is behind it. The rows are made here and served in place of the list routes, a keyset page at a
/// time: what is measured is the page's own work (what its main thread computes, whatever else the machine does), and it is reported, not asserted.
/// </summary>
[Collection(ConsoleFixture.Name)]
public sealed class SpeedTests(ConsoleFixture console, ITestOutputHelper output)
{
    private const int Members = 1_000_000;
    private const int Districts = 40;
    private const int Townships = 25;
    private const int Branches = 100;

    [Fact]
    public async Task A_table_of_a_million_members_answers_each_click()
    {
        var sample = (await console.ItemsAsync("/api/v1/members?limit=1"))[0];
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        var page = screen.Page;
        await page.RouteAsync("**/api/v1/members?*", route =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query);
            var first = int.Parse(query["cursor"] ?? "0", CultureInfo.InvariantCulture);
            var last = Math.Min(Members, first + int.Parse(query["limit"]!, CultureInfo.InvariantCulture));
            return AnswerAsync(route, Enumerable.Range(first, last - first).Select(number => With(sample, ("id", $"m{number}"), ("name", $"样例党员{number}"))), last < Members ? last.ToString(CultureInfo.InvariantCulture) : null);
        });
        await screen.GoAsync("/members");
        var content = screen.Content;
        for (var turn = 1; turn <= 4; turn++)
        {
            var expected = $"样例党员{turn * 50}";
            await MeasureAsync(page, $"members, next page {turn}", Foot("下一页"), Row(expected));
        }

        await MeasureAsync(page, "members, back", Foot("上一页"), Row("样例党员150"));
        await screen.GoAsync($"/members?at={Members - 100}");
        await MeasureAsync(page, "members, the last page of a million", Foot("下一页"), Row($"样例党员{Members - 1}"));
        await Expect(Foot("下一页")).ToBeDisabledAsync();
        await MeasureAsync(page, "members, choice of columns", Foot("选择列"), page.Locator(".ant-popover .ant-checkbox-wrapper").First);
        await MeasureAsync(page, "members, one column more", page.Locator(".ant-popover .ant-checkbox-wrapper", new() { HasText = "转正日期" }), content.Locator("thead th", new() { HasText = "转正日期" }));
        Assert.Empty(screen.Faults);

        ILocator Row(string name) => content.Locator($"input[type=checkbox][aria-label='{name}']");

        ILocator Foot(string name) => content.Locator($".table-foot button[aria-label='{name}'], .table-foot button:has-text('{name}')");
    }

    [Fact]
    public async Task A_tree_of_a_hundred_thousand_organizations_answers_each_click()
    {
        Assert.Equal(100_000, Districts * Townships * Branches);
        var organization = await console.GetAsync($"/api/v1/organizations/{console.Township.Id}");
        var child = (await console.ItemsAsync($"/api/v1/organizations/{console.Township.Id}/children?limit=1"))[0];
        var rollup = await console.GetAsync($"/api/v1/organizations/{console.Township.Id}/rollup");
        await using var screen = await console.OpenAsAsync("districtAdmin", console.County.Id);
        var page = screen.Page;
        // Nobody but this test knows the organizations that it makes up: whatever the page asks about one of them is answered here.
        await page.RouteAsync("**/api/v1/**", route =>
        {
            var parts = new Uri(route.Request.Url).AbsolutePath.Split('/')[3..];
            var id = parts.FirstOrDefault(part => part.StartsWith("o-", StringComparison.Ordinal));
            return (id, parts[^1]) switch
            {
                (null, "children") when parts[1] == console.County.Id => ChildrenAsync(route, "o"),
                (null, _) => route.ContinueAsync(),
                (_, "children") => ChildrenAsync(route, id),
                (_, "rollup") => AnswerAsync(route, rollup),
                (_, "grades") => AnswerAsync(route, new JsonArray()),
                _ when parts[^1] == id => AnswerAsync(route, With(organization, ("id", id), ("name", $"样例组织{id}"), ("parentId", console.County.Id))),
                _ => AnswerAsync(route, [], null),
            };
        });
        await screen.GoAsync("/organizations");
        var tree = page.GetByRole(AriaRole.Tree);
        for (var district = 0; district < 3; district++)
        {
            await OpenAsync($"o-{district}", $"o-{district}-0");
            await OpenAsync($"o-{district}-0", $"o-{district}-0-0");
            await MeasureAsync(page, $"tree, close o-{district} with {Townships + Branches} below it", Switcher($"o-{district}"), Node($"o-{district}").And(page.Locator("[aria-expanded=false]")));
        }

        await MeasureAsync(page, "tree, choose an organization", Node("o-3"), screen.Content.Locator(".panel-head h3", new() { HasText = "样例组织o-3" }));
        Assert.Empty(screen.Faults);

        ILocator Node(string name) => tree.Locator($"[title='样例组织{name}']");

        Task OpenAsync(string name, string expected) => MeasureAsync(page, $"tree, open {name}", Switcher(name), Node(expected));

        ILocator Switcher(string name) => Node(name).Locator(".tree-switch");

        Task ChildrenAsync(IRoute route, string id)
        {
            var depth = id.Count(letter => letter == '-');
            var count = depth switch { 0 => Districts, 1 => Townships, 2 => Branches, _ => 0 };
            return AnswerAsync(route, Enumerable.Range(0, count).Select(number => With(child, ("id", $"{id}-{number}"), ("name", $"样例组织{id}-{number}"), ("organizations", depth == 2 ? 1 : 100))), null);
        }
    }

    private static JsonObject With(JsonNode sample, params (string Field, JsonNode Value)[] changes)
    {
        var copy = sample.DeepClone().AsObject();
        foreach (var (field, value) in changes)
        {
            copy[field] = value;
        }

        return copy;
    }

    private static Task AnswerAsync(IRoute route, IEnumerable<JsonObject> items, string? next) =>
        AnswerAsync(route, new JsonObject { ["items"] = new JsonArray([.. items]), ["next"] = next });

    private static Task AnswerAsync(IRoute route, JsonNode body) => route.FulfillAsync(new() { ContentType = "application/json", Body = body.ToJsonString() });

    /// <summary>
    /// From the click until what it should bring is there. The things are found by plain selectors and in view before, and waited for without
    /// an expectation: to look for them by role and name, to scroll to them, and to take the page down whenever an expectation does not hold yet,
    /// is work that the test makes in the page (up to half of it) and not the page's own.
    /// </summary>
    private async Task MeasureAsync(IPage page, string what, ILocator clicked, ILocator result)
    {
        await clicked.ScrollIntoViewIfNeededAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        var before = await BusyAsync();
        var start = Stopwatch.GetTimestamp();
        await clicked.ClickAsync();
        await result.First.WaitForAsync();
        var elapsed = Stopwatch.GetElapsedTime(start);
        var busy = (await BusyAsync() - before) * 1000;
        await session.DetachAsync();
        var line = string.Create(CultureInfo.InvariantCulture, $"{what}: {busy:0} ms of page work, {elapsed.TotalMilliseconds:0} ms until it was there");
        output.WriteLine(line);
        await File.AppendAllLinesAsync(Path.Combine(ConsoleFixture.Pictures, "speed.txt"), [line]);

        async Task<double> BusyAsync() => (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }
}
