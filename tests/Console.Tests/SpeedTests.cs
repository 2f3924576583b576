using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>
/// What a click costs the page when a city is behind it. The rows are made here and served in place of the list routes, a keyset page at a
/// time: what is measured is the page's own work (the time its main thread is busy), and it is reported, not asserted.
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
            await MeasureAsync(page, $"members, next page {turn}", () => screen.Button("下一页").ClickAsync(), content.GetByText(expected, new() { Exact = true }));
        }

        await MeasureAsync(page, "members, back", () => screen.Button("上一页").ClickAsync(), content.GetByText("样例党员150", new() { Exact = true }));
        await screen.GoAsync($"/members?at={Members - 100}");
        await MeasureAsync(page, "members, the last page of a million", () => screen.Button("下一页").ClickAsync(), content.GetByText($"样例党员{Members - 1}", new() { Exact = true }));
        await Expect(screen.Button("下一页")).ToBeDisabledAsync();
        await MeasureAsync(page, "members, choice of columns", () => screen.Button("选择列").ClickAsync(), page.GetByRole(AriaRole.Checkbox, new() { Name = "转正日期" }));
        await MeasureAsync(page, "members, one column more", () => page.GetByRole(AriaRole.Checkbox, new() { Name = "转正日期" }).ClickAsync(), content.GetByRole(AriaRole.Columnheader, new() { Name = "转正日期" }));
        Assert.Empty(screen.Faults);
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
        await page.RouteAsync("**/api/v1/organizations/**", route =>
        {
            var parts = new Uri(route.Request.Url).AbsolutePath.Split('/')[4..];
            var id = parts[0];
            var made = id.StartsWith('o');
            return (made, parts.ElementAtOrDefault(1)) switch
            {
                (_, "children") when made || id == console.County.Id => ChildrenAsync(route, made ? id : "o"),
                (true, "rollup") => AnswerAsync(route, rollup),
                (true, null) => AnswerAsync(route, With(organization, ("id", id), ("name", $"样例组织{id}"), ("parentId", console.County.Id))),
                _ => route.ContinueAsync(),
            };
        });
        await screen.GoAsync("/organizations");
        var tree = page.GetByRole(AriaRole.Tree);
        for (var district = 0; district < 3; district++)
        {
            await OpenAsync($"o-{district}", $"o-{district}-0");
            await OpenAsync($"o-{district}-0", $"o-{district}-0-0");
            await MeasureAsync(page, $"tree, close o-{district} with {Townships + Branches} below it", () => Switcher($"o-{district}").ClickAsync(), Node($"o-{district + 1}"));
        }

        await MeasureAsync(page, "tree, choose an organization", () => page.GetByText("样例组织o-3", new() { Exact = true }).ClickAsync(), screen.Content.Locator(".panel-head h3", new() { HasText = "样例组织o-3" }));
        Assert.Empty(screen.Faults);

        ILocator Node(string name) => tree.Locator(".ant-tree-treenode", new() { Has = page.GetByText($"样例组织{name}", new() { Exact = true }) });

        Task OpenAsync(string name, string expected) =>
            MeasureAsync(page, $"tree, open {name}", () => Switcher(name).ClickAsync(), Node(expected));

        ILocator Switcher(string name) => Node(name).Locator(".ant-tree-switcher");

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

    private async Task MeasureAsync(IPage page, string what, Func<Task> click, ILocator result)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        var before = await BusyAsync();
        var start = Stopwatch.GetTimestamp();
        await click();
        await Expect(result.First).ToBeVisibleAsync();
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
