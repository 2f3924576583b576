using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Registry;

public sealed class BatchMembersTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task Members_are_entered_and_changed_each_on_his_own_and_shown_masked()
    {
        var (known, added) = (await app.HasMember(app.West1), MembersApp.NextIdNumber());
        var elsewhere = MembersApp.NextIdNumber();
        await app.HasMember(app.West1, elsewhere);

        using var answer = await app.Eastern.PostAsJsonAsync("/api/v1/members/batch-admit", new BatchAdmitMembersRequest(
        [
            new(app.East1.Id, added, "样本甲", Phone: "13800001234"), new(app.East1.Id, "110105194912310021", "样本乙"), new(app.West1.Id, MembersApp.NextIdNumber(), "样本丙"),
            new(app.East1.Id, elsewhere, "样本丁"),
        ]), Wire.Json);
        var text = await answer.Content.ReadAsStringAsync();
        var batch = await answer.Read<BatchResponse<MemberResponse>>();

        Assert.Equal([201, 400, 404, 409], batch.Items.Select(item => item.Status));
        Assert.Equal("idNumber", Assert.Single(batch.Items[1].Problem!.Errors!).Field);
        Assert.Equal("member.cannot-be-added-here", batch.Items[3].Problem!.Code);
        Assert.DoesNotContain(added, text, StringComparison.Ordinal);
        Assert.DoesNotContain("13800001234", text, StringComparison.Ordinal);

        var member = batch.Items[0].Result!;
        var changed = await (await app.Eastern.PostAsJsonAsync("/api/v1/members/batch-change", new BatchChangeMembersRequest(
            [new(member.Id, new(Occupation: "教师"), 1), new(known.Id, new(Occupation: "教师")), new(member.Id, new(Status: MemberStatus.Left))]), Wire.Json)).Read<BatchResponse<MemberResponse>>();
        Assert.Equal([200, 404, 400], changed.Items.Select(item => item.Status));
        Assert.Equal(("教师", 2), (changed.Items[0].Result!.Occupation, changed.Items[0].Result!.Version));
    }

    [Fact]
    public async Task Many_are_read_by_id_masked_and_those_out_of_reach_are_missing()
    {
        var (one, two, foreign) = (await app.HasMember(app.East1), await app.HasMember(app.East2), await app.HasMember(app.West1));

        var read = await (await app.Eastern.PostAsJsonAsync("/api/v1/members/batch-get", new BatchGetMembersRequest([two.Id, foreign.Id, one.Id, one.Id]), Wire.Json)).Read<BatchGetMembersResponse>();

        Assert.Equal([two.Id, one.Id], read.Items.Select(m => m.Id));
        Assert.All(read.Items, m => Assert.Contains("********", m.IdNumber, StringComparison.Ordinal));
        Assert.Equal([foreign.Id], read.Missing);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Eastern.PostAsJsonAsync("/api/v1/members/batch-get", new BatchGetMembersRequest([]), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(app.East.LevelCode, "members.read").PostAsJsonAsync("/api/v1/members/batch-admit", new BatchAdmitMembersRequest([]), Wire.Json)).StatusCode);
    }
}
