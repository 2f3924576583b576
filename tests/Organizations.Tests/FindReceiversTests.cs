using System.Net;
using System.Text.Json;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class FindReceiversTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    private const string Route = "/api/v1/organizations/receivers";

    [Fact]
    public async Task A_clerk_finds_a_branch_of_another_district_by_name_and_by_code_and_sees_where_it_stands()
    {
        var city = await app.Registered("甲市委", null, OrganizationKind.Committee, "governmentOrgan");
        var east = await app.Registered("东区委", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var west = await app.Registered("西区委", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var branch = await app.Registered("杏花社区第一党支部", east.Id, code: "EAST-0001");
        using var clerk = app.As(west.LevelCode, "members.transfer");

        var byName = await FoundAsync(clerk, "杏花社区");
        var byCode = await FoundAsync(clerk, "EAST-00");

        Assert.Equal(branch.Id, Assert.Single(byName).Id);
        Assert.Equal(["甲市委", "东区委"], byName[0].Path);
        Assert.Equal(branch.Id, Assert.Single(byCode).Id);
        Assert.Empty(await FoundAsync(clerk, "没有这样的"));
        // Id, name and path, and nothing besides.
        using var answer = JsonDocument.Parse(await clerk.GetStringAsync($"{Route}?q={Uri.EscapeDataString("杏花社区")}"));
        Assert.Equal(["id", "name", "path"], answer.RootElement[0].EnumerateObject().Select(property => property.Name).Order());
        // What the search shows, the list does not.
        using var reader = app.As(west.LevelCode, "organizations.read");
        Assert.DoesNotContain("杏花社区", await reader.GetStringAsync("/api/v1/organizations?limit=200"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_receive_is_not_offered_and_an_exact_name_comes_first()
    {
        var town = await app.Registered("桃源镇党委", null, OrganizationKind.Committee, "governmentOrgan");
        await app.Registered("桃源镇党委机关党支部", town.Id);
        await app.Registered("桃源镇党小组", (await app.Registered("桃源镇村支部", town.Id)).Id, OrganizationKind.Group);
        var closed = await app.Registered("桃源镇旧支部", town.Id);
        await app.ExecuteAsync("update party_organizations set status = 'abolished' where id = $1", closed.Id);
        using var clerk = app.As("0zz", "members.transfer");

        var found = await FoundAsync(clerk, "桃源镇党委");
        Assert.Equal(["桃源镇党委", "桃源镇党委机关党支部"], found.Select(one => one.Name));
        Assert.DoesNotContain(await FoundAsync(clerk, "桃源镇"), one => one.Name is "桃源镇党小组" or "桃源镇旧支部");
    }

    [Fact]
    public async Task The_search_wants_two_characters_and_the_permission_to_transfer()
    {
        using var clerk = app.As("0", "members.transfer");
        using var reader = app.As("0", "organizations.*", "members.read");

        Assert.Equal("q", (await (await clerk.GetAsync($"{Route}?q=x")).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        Assert.Equal(HttpStatusCode.BadRequest, (await clerk.GetAsync(Route)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync($"{Route}?q=abc")).StatusCode);
    }

    [Fact]
    public async Task Who_searches_too_fast_is_told_to_wait_and_others_are_not()
    {
        using var hasty = app.As("0", "members.transfer");
        using var other = app.As("0", "members.transfer");
        HttpResponseMessage? refused = null;
        for (var search = 0; search < 200 && refused is null; search++)
        {
            var answer = await hasty.GetAsync($"{Route}?q=abc");
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? answer : null;
        }

        Assert.Equal("request.too-many", (await refused!.Refusal(HttpStatusCode.TooManyRequests)).Code);
        Assert.NotNull(refused!.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"{Route}?q=abc")).StatusCode);
    }

    private static async Task<List<ReceiverResponse>> FoundAsync(HttpClient client, string q) =>
        await (await client.GetAsync($"{Route}?q={Uri.EscapeDataString(q)}")).Read<List<ReceiverResponse>>();
}
