using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PartyCloud.ConsoleTests;

/// <summary>Takes the pictures that README and the guides show; deploy/docs/pictures/take puts them there.</summary>
[Collection(ConsoleFixture.Name)]
public sealed class GuidePicturesTests(ConsoleFixture console)
{
    private const int LargestInBytes = 180_000;
    private const int Width = 1200;
    private const int Height = 675;

    [Fact]
    public async Task Every_picture_of_the_guides_is_taken_and_small()
    {
        var folder = Directory.CreateDirectory(Path.Combine(ConsoleFixture.Pictures, "guides")).FullName;
        var cycle = await console.CountyCycleAsync();
        var programme = (string)(await console.ItemsAsync("/api/v1/pairing/programmes?limit=1"))[0]["id"]!;
        var branch = (string)(await console.ItemsAsync("/api/v1/assessment/rectifications?state=rectifying&limit=1"))[0]["organizationId"]!;

        await using (var department = await console.OpenAsAsync("districtAdmin", console.County.Id, Width, Height))
        {
            await department.SettledAsync();
            await TakeAsync(department, "home");
            await department.GoAsync($"/organizations/{console.Township.Id}");
            await TakeAsync(department, "organizations");
            await department.GoAsync("/rectifications");
            await TakeAsync(department, "rectifications");
            await department.GoAsync($"/pairing/programmes/{programme}");
            await department.Content.Locator("tbody .table-more button").First.ClickAsync();
            await TakeAsync(department, "pairing");
            await department.GoAsync($"/assessment/cycles/{cycle}/selections");
            await department.Content.GetByLabel("最低比例（%）").FillAsync("10");
            await department.Button("试算").ClickAsync();
            await Expect(department.Content.Locator(".ant-alert", new() { HasText = "试算结果" })).ToBeVisibleAsync();
            await TakeAsync(department, "selection");
        }

        await using (var clerk = await console.OpenAsAsync("committeeClerk", console.Township.Id, Width, Height))
        {
            await clerk.GoAsync("/imports?what=organizations");
            await clerk.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
            {
                Name = "organizations.csv",
                MimeType = "text/csv",
                Buffer = Encoding.UTF8.GetBytes($"组织编码,组织名称,组织类别,党建类型,上级组织编码\r\nGUIDE1,示例党支部（样例）,支部委员会,行政村,{console.TownshipCode}\r\n"),
            });
            await clerk.Button("在页面上改正").ClickAsync();
            await Expect(clerk.Content.Locator("input[aria-invalid=true]")).ToHaveCountAsync(1);
            await TakeAsync(clerk, "import");
        }

        await using (var secretary = await console.OpenAsAsync("branchSecretary", branch, Width, Height))
        {
            await secretary.SettledAsync();
            await TakeAsync(secretary, "secretary");
        }

        await using (var keeper = await console.OpenAsAsync("securityAdmin", null, Width, Height))
        {
            await keeper.GoAsync("/accounts");
            await TakeAsync(keeper, "accounts");
        }

        async Task TakeAsync(Screen screen, string name)
        {
            await screen.SettledAsync();
            await screen.Page.EvaluateAsync("() => scrollTo(0, 0)");
            var picture = await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
            Assert.InRange(picture.Length, 1, LargestInBytes);
        }
    }
}
