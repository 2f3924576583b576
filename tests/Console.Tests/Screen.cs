using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PartyCloud.Testing;

namespace PartyCloud.ConsoleTests;

/// <summary>A browser's page, and everything that went wrong on it.</summary>
public sealed class Screen : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Folder(), "gateway", "Console", "node_modules", "axe-core", "axe.min.js"));

    private readonly List<string> _faults = [];

    public Screen(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // A refusal that the page expects and explains is told by the browser all the same.
            if (message.Type is "error" or "warning" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
            {
                _faults.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _faults.Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    /// <summary>What the browser's console told of errors and warnings.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The dialog that stands over the page.</summary>
    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>What the page shows, without its frame.</summary>
    public ILocator Content => Page.Locator("#content");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Content.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public async Task SignInAsync(string userName, string password)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("用户名").FillAsync(userName);
        await Page.GetByLabel("密码", new() { Exact = true }).FillAsync(password);
        await Button("登录").ClickAsync();
        await Assertions.Expect(Content).ToBeVisibleAsync();
    }

    /// <summary>Acts under another of the person's posts.</summary>
    public async Task ActUnderAsync(string post)
    {
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^当前岗位") }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex(Regex.Escape(post)) }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^当前岗位.*{Regex.Escape(post)}") })).ToBeVisibleAsync();
    }

    /// <summary>The lines of the sheet that a click saves.</summary>
    public async Task<string[]> SavedAsync(ILocator button)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return (await File.ReadAllTextAsync((await download.PathAsync())!)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Goes to an address and waits until the page has what it asked for.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await SettledAsync();
    }

    public async Task SettledAsync()
    {
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Assertions.Expect(Page.Locator("h2").First).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".ant-skeleton, .ant-spin-spinning, [aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Chooses one of a list of choices.</summary>
    public async Task ChooseAsync(ILocator field, string option)
    {
        await field.ClickAsync();
        await Page.Locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option", new() { HasText = option }).First.ClickAsync();
    }

    public async Task PictureAsync(string name)
    {
        // The head of the page stays in view when one scrolls, and would stand in the middle of the picture.
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Page.ScreenshotAsync(new()
        {
            Path = Path.Combine(ConsoleFixture.Pictures, $"{name}-{Page.ViewportSize!.Width}.png"),
            FullPage = true,
            Animations = ScreenshotAnimations.Disabled,
        });
    }

    /// <summary>By how many pixels the page is wider than the screen; what scrolls by itself, as a table does, is not counted.</summary>
    public async Task<int> TooWideAsync() => await Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)");

    /// <summary>What axe-core calls serious or critical.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        // Once for each load of the page: it is half a megabyte.
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(Axe);
        }

        var found = await Page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })).violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | ')}`)
            """);
        return [.. found.EnumerateArray().Select(one => one.GetString()!)];
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
