using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Mobility;
using PartyCloud.Members.Registry;
using PartyCloud.Members.Transfers;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Registry;

public sealed class ExportMembersTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task The_list_goes_out_masked_within_its_filters_and_scope_and_with_its_purpose_in_the_audit_log()
    {
        var number = MembersApp.NextIdNumber();
        var member = await app.HasMember(app.East1, number, "=样本甲");
        await app.HasMember(app.East2, name: "样本乙");
        await app.HasMember(app.West1, name: "样本丙");

        var lines = await Sheet(app.Eastern, $"members/export?under={app.East1.Id}&q={Uri.EscapeDataString("=样本")}&status=formal&purpose=%20核对名册%20");

        Assert.StartsWith("姓名,性别,出生日期", lines[0], StringComparison.Ordinal);
        var line = Assert.Single(lines[1..]);
        Assert.StartsWith("'=样本甲,", line, StringComparison.Ordinal);
        Assert.Contains($",{member.IdNumber},{member.Phone},east1,east1 (sample),正式党员,否,", line, StringComparison.Ordinal);
        Assert.DoesNotContain(number, line, StringComparison.Ordinal);
        Assert.Equal(
            ["核对名册"],
            await app.RowsAsync("select purpose from audit_log where action = 'members.export' and fields like '%' || $1 || '%'", row => row.GetString(0), app.East1.Id.ToString()));

        var all = string.Join('\n', await Sheet(app.Eastern, "members/export?purpose=核对名册"));
        Assert.Contains("样本乙", all, StringComparison.Ordinal);
        Assert.DoesNotContain("样本丙", all, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Eastern.GetAsync($"/api/v1/members/export?under={app.West1.Id}&purpose=核对名册")).StatusCode);
    }

    [Fact]
    public async Task Those_who_were_chosen_go_out_alone_and_nobody_of_another_scope_by_an_id()
    {
        var chosen = await app.HasMember(app.East1, name: "选中一");
        await app.HasMember(app.East1, name: "未选二");
        var stranger = await app.HasMember(app.West1, name: "外人三");

        var lines = await Sheet(app.Eastern, $"members/export?ids={chosen.Id}&ids={stranger.Id}&purpose=核对名册");

        Assert.StartsWith("选中一,", Assert.Single(lines[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_out_without_a_purpose_or_the_permission()
    {
        foreach (var list in (string[])["members", "transfers", "mobility"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Eastern.GetAsync($"/api/v1/{list}/export")).StatusCode);
            Assert.Equal("purpose", Assert.Single((await (await app.Eastern.GetAsync($"/api/v1/{list}/export?purpose=%20%20%20")).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
            Assert.Equal(HttpStatusCode.Forbidden, (await app.As(app.East.LevelCode, "members.read").GetAsync($"/api/v1/{list}/export?purpose=核对名册")).StatusCode);
        }

        var many = string.Join('&', Enumerable.Range(0, 101).Select(_ => $"ids={Guid.CreateVersion7()}"));
        Assert.Equal("ids", Assert.Single((await (await app.Eastern.GetAsync($"/api/v1/members/export?purpose=核对名册&{many}")).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
    }

    [Fact]
    public async Task Letters_and_stays_go_out_from_the_side_that_is_asked_for_and_lists_show_those_of_one_member()
    {
        var leaver = await app.HasMember(app.East1, name: "转出样本");
        var traveller = await app.HasMember(app.East1, name: "流动样本");
        await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{leaver.Id}/transfers", new TransferMemberRequest("工作调动", app.West1.Id, LetterNo: "样例 7"), Wire.Json)).Read<TransferResponse>(HttpStatusCode.Created);
        await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{traveller.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 1), app.West1.Id), Wire.Json)).Read<MobilityResponse>(HttpStatusCode.Created);

        Assert.Contains(await Sheet(app.Western, "transfers/export?direction=in&state=issued&purpose=核对名册"), line => line.Contains($"转出样本,{leaver.IdNumber},正式党员,east1 (sample),west1 (sample),样例 7,工作调动", StringComparison.Ordinal));
        Assert.DoesNotContain(await Sheet(app.Western, "transfers/export?direction=out&purpose=核对名册"), line => line.Contains("转出样本", StringComparison.Ordinal));
        Assert.Contains(await Sheet(app.Western, "mobility/export?side=host&purpose=核对名册"), line => line.Contains($"流动样本,{traveller.Phone},east1 (sample),west1 (sample),2026-01-01", StringComparison.Ordinal));

        Assert.Equal(["转出样本"], (await (await app.Eastern.GetAsync($"/api/v1/transfers?memberId={leaver.Id}")).Read<Page<TransferResponse>>()).Items.Select(t => t.MemberName));
        Assert.Empty((await (await app.Eastern.GetAsync($"/api/v1/transfers?memberId={traveller.Id}")).Read<Page<TransferResponse>>()).Items);
        Assert.Equal(["流动样本"], (await (await app.Eastern.GetAsync($"/api/v1/mobility?memberId={traveller.Id}")).Read<Page<MobilityResponse>>()).Items.Select(m => m.MemberName));
    }

    [Fact]
    public async Task Changes_of_a_member_are_told_and_who_looked_is_not()
    {
        var member = await app.HasMember(app.East1);
        await (await app.Eastern.PatchAsJsonAsync($"/api/v1/members/{member.Id}", new ChangeMemberRequest(Occupation: "教师"), Wire.Json)).Read<MemberResponse>();
        await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{member.Id}/reveal", new RevealMemberRequest("核对名册"), Wire.Json)).Read<RevealedMember>();

        var changes = (await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}/history")).Read<Page<ChangeResponse>>()).Items;

        Assert.Equal([("member.changed", "occupation"), ("member.added", null)], changes.Select(change => (change.Action, change.Fields)));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members/{member.Id}/history")).StatusCode);
    }

    [Fact]
    public void Every_column_has_its_title_in_both_languages()
    {
        Texts.Use(typeof(Program).Assembly);
        Assert.All(
            [.. ExportMembers.Sheet.Titles, .. ExportTransfers.Sheet.Titles, .. ExportMobility.Sheet.Titles, "export.members", "export.transfers", "export.mobility"],
            title => Assert.True(Texts.Has(title, Texts.Chinese) && Texts.Has(title, Texts.English), title));
    }

    private static async Task<string[]> Sheet(HttpClient client, string path)
    {
        var response = await client.GetAsync($"/api/v1/{path}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
