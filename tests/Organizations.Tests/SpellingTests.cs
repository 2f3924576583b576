using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Spelling;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class SpellingTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Theory]
    [InlineData("重庆银行党支部", "chongqingyinhangdangzhibu cqyhdzb")]
    [InlineData("重点村", "zhongdiancun zdc")]
    [InlineData("第3党支部（B区）", "di3dangzhibubqu d3dzbbq")]
    [InlineData("女贞路", "nvzhenlu nzl")]
    [InlineData("——", " ")]
    public void A_name_is_spelled_in_full_and_by_its_initials(string name, string spelled) => Assert.Equal(spelled, Pinyin.Spell(name));

    [Theory]
    [InlineData("Xian Wei", "xianwei")]
    [InlineData("xi'an", "xian")]
    [InlineData("3zb", "3zb")]
    [InlineData("县wei", null)]
    [InlineData("500101", null)]
    [InlineData("a%", null)]
    public void Only_what_could_be_pinyin_is_looked_for_as_such(string text, string? asked) => Assert.Equal(asked, Pinyin.Asked(text));

    [Fact]
    public async Task An_organization_is_found_by_its_pinyin_its_initials_and_a_part_of_them_and_by_the_new_name_after_a_change()
    {
        var root = await app.Registered("长乐县委", null, OrganizationKind.Committee, "governmentOrgan", "PY");
        var village = await app.Registered("青石桥村党支部", root.Id, code: "PY-1");
        await app.Registered("白云社区党支部", root.Id, domainType: "community", code: "PY-2");

        foreach (var text in (string[])["qingshiqiao", "QingShi Qiao", "qsq", "shiqiaocun", "PY-1", "青石", "ngshiqiaocundangzhibu"])
        {
            Assert.Equal(["PY-1"], await Found(root.Id, text));
        }

        Assert.Equal(2, (await Found(root.Id, "dangzhibu")).Count);
        Assert.Empty(await Found(root.Id, "qshiq"));

        await (await app.Admin.PatchAsJsonAsync($"/api/v1/organizations/{village.Id}", new ChangeOrganizationRequest("红旗村党支部"), Wire.Json)).Read<OrganizationResponse>();

        Assert.Empty(await Found(root.Id, "qsq"));
        Assert.Equal(["PY-1"], await Found(root.Id, "hongqi"));
    }

    [Fact]
    public async Task Imported_names_are_spelled_and_respelled_and_the_migration_spells_what_was_stored_before()
    {
        var root = await app.Registered("导入县委", null, OrganizationKind.Committee, "governmentOrgan", "PI");
        const string Header = "组织编码,组织名称,组织类别,党建类型,上级组织编码\n";
        await OrganizationsApp.Imported(app.Admin, Header + "PI-1,大竹村党支部,党支部,行政村,PI\n");
        Assert.Equal(["PI-1"], await Found(root.Id, "dazhu"));

        await OrganizationsApp.Imported(app.Admin, Header + "PI-1,小竹村党支部,党支部,行政村,PI\n");
        Assert.Equal(["PI-1"], await Found(root.Id, "xzc"));

        await app.ExecuteAsync("update party_organizations set spelling = '' where code in ('PI', 'PI-1')");
        Assert.Empty(await Found(root.Id, "xzc"));
        Assert.Equal(2, await Respelling.FillAsync(app.Database.AdminConnectionString));
        Assert.Equal(["PI-1"], await Found(root.Id, "xzc"));
        Assert.Equal(0, await Respelling.FillAsync(app.Database.AdminConnectionString));
    }

    [Fact]
    public async Task Changes_are_told_to_who_sees_the_organization_also_those_that_were_made_above()
    {
        var root = await app.Registered("历程县委", null, OrganizationKind.Committee, "governmentOrgan");
        var branch = await app.Registered("历程支部", root.Id);
        await (await app.Admin.PatchAsJsonAsync($"/api/v1/organizations/{branch.Id}", new ChangeOrganizationRequest(UnitName: "历程村"), Wire.Json)).Read<OrganizationResponse>();
        using var secretary = app.As(branch.LevelCode, "organizations.read");

        var changes = await (await secretary.GetAsync($"/api/v1/organizations/{branch.Id}/history?limit=1")).Read<Page<ChangeResponse>>();
        var rest = await (await secretary.GetAsync($"/api/v1/organizations/{branch.Id}/history?cursor={changes.Next}")).Read<Page<ChangeResponse>>();

        Assert.Equal(("partyOrganization.changed", "unitName", "tester"), (changes.Items[0].Action, changes.Items[0].Fields, changes.Items[0].ActorName));
        Assert.Equal("partyOrganization.added", Assert.Single(rest.Items).Action);
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync($"/api/v1/organizations/{root.Id}/history")).StatusCode);
    }

    private async Task<List<string>> Found(Guid under, string text)
    {
        var page = await (await app.Admin.GetAsync($"/api/v1/organizations?under={under}&q={Uri.EscapeDataString(text)}")).Read<Page<OrganizationResponse>>();
        return [.. page.Items.Select(o => o.Code)];
    }
}
