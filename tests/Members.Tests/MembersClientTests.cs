using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests;

/// <summary>The main routes, by the typed client that others use.</summary>
public sealed class MembersClientTests(MembersApp app) : IClassFixture<MembersApp>
{
    private readonly IMembersApi city = RestClients.Create<IMembersApi>(app.As(app.City.LevelCode, "members.*"));
    private readonly IMembersApi eastern = RestClients.Create<IMembersApi>(app.Eastern);
    private readonly IMembersApi western = RestClients.Create<IMembersApi>(app.Western);

    [Fact]
    public async Task A_member_is_admitted_changed_listed_revealed_and_closed()
    {
        var number = MembersApp.NextIdNumber();
        var member = await eastern.AdmitMember(new(app.East1.Id, number, "样本客户", JoinedOn: new(2021, 7, 1), Phone: "13800001234", MonthlyIncome: 3500.50m, Tags: ["骨干"]));

        Assert.Equal((MemberStatus.Formal, new DateOnly(2021, 7, 1), "138****1234"), (member.Status, member.JoinedOn!.Value, member.Phone));
        Assert.Equal(member.IdNumber, (await eastern.GetMember(member.Id)).IdNumber);
        Assert.Equal([member.Id], (await eastern.ListMembers(app.East1.Id, MemberStatus.Formal, mobile: false, q: "样本客")).Items.Select(m => m.Id));
        Assert.Equal([member.Id], (await eastern.SearchByIdentity(new(number, "核对身份"))).Items.Select(m => m.Id));
        var revealed = await eastern.RevealMember(member.Id, new("核对身份"));
        Assert.Equal((number, "13800001234", (decimal?)3500.50m), (revealed.IdNumber, revealed.Phone, revealed.MonthlyIncome));

        var changed = await eastern.ChangeMember(member.Id, new(Occupation: "教师"), ETag.Of(member.Version));
        Assert.Equal(("教师", member.Version + 1), (changed.Occupation, changed.Version));
        Assert.Equal("request.stale", (await eastern.ChangeMember(member.Id, new(Occupation: "医生"), ETag.Of(member.Version)).Refused(HttpStatusCode.PreconditionFailed)).Code);
        Assert.Equal("request.not-found", (await western.GetMember(member.Id).Refused(HttpStatusCode.NotFound)).Code);
        Assert.Equal(MemberStatus.Left, (await eastern.CloseMember(member.Id, new(MemberStatus.Left, "本人申请"))).Status);
    }

    [Fact]
    public async Task A_member_is_transferred_from_one_side_to_the_other()
    {
        var member = await eastern.AdmitMember(new(app.East1.Id, MembersApp.NextIdNumber(), "样本转"));

        var letter = await eastern.TransferMember(member.Id, new("工作调动", app.West1.Id), "transfer-1");
        Assert.Equal(letter.Id, (await eastern.TransferMember(member.Id, new("工作调动", app.West1.Id), "transfer-1")).Id);
        Assert.Equal([letter.Id], (await western.ListTransfers(TransferDirection.In, TransferState.Issued)).Items.Select(t => t.Id));
        Assert.Contains((await western.GetTasks()).Items, task => task.SubjectId == letter.Id);
        Assert.Equal(TransferState.Returned, (await western.ReturnTransfer(letter.Id, new("材料不齐"))).State);
        var second = await eastern.TransferMember(member.Id, new("工作调动", app.West1.Id));
        Assert.Equal(TransferState.Cancelled, (await eastern.CancelTransfer(second.Id, new("填错"))).State);
        var third = await eastern.TransferMember(member.Id, new("工作调动", app.West1.Id));
        Assert.Empty((await eastern.ListPocketMembers()).Items);

        Assert.Equal(TransferState.Received, (await western.ReceiveTransfer(third.Id)).State);
        Assert.Equal(TransferState.Received, (await city.GetTransfer(third.Id)).State);
        Assert.Equal(app.West1.Id, (await western.GetMember(member.Id)).OrganizationId);
    }

    [Fact]
    public async Task A_mobile_member_is_registered_reports_and_comes_back()
    {
        var member = await eastern.AdmitMember(new(app.East2.Id, MembersApp.NextIdNumber(), "样本流"));

        var stay = await eastern.RegisterMobility(member.Id, new(new(2026, 1, 5), app.West1.Id, ContactName: "联系人一"));
        Assert.Equal([stay.Id], (await western.ListMobility(MobilitySide.Host, MobilityState.Registered)).Items.Select(s => s.Id));
        Assert.Equal(MobilityState.CheckedIn, (await western.CheckInMobility(stay.Id)).State);
        Assert.Equal("联系人一", (await eastern.GetMobility(stay.Id)).ContactName);
        Assert.Equal(MobilityState.Ended, (await eastern.EndMobility(stay.Id, new("返乡"))).State);
    }

    [Fact]
    public async Task A_sheet_is_imported_and_its_refused_rows_come_back()
    {
        var (good, bad) = (MembersApp.NextIdNumber(), MembersApp.NextIdNumber());
        using var form = ClientCalls.Form($"身份证号,姓名,组织编码\n{good},样本甲,east2\n{bad},样本乙,nowhere\n");

        var job = await ClientCalls.Finished(id => eastern.GetImport(id), await eastern.ImportMembers(form));

        Assert.Equal((JobState.Succeeded, "import.organization-unknown"), (job.State, job.Errors.Single().Code));
        using var sheet = await eastern.DownloadImportErrors(job.Id);
        Assert.Contains(bad, await sheet.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("job.over", (await eastern.CancelImport(job.Id).Refused(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Operators_compare_republish_and_audit()
    {
        var operators = RestClients.Create<IMembersApi>(app.As("0", "members.*", "operations.*", "audit.*"));
        var member = await operators.AdmitMember(new(app.West1.Id, MembersApp.NextIdNumber(), "样本核"));
        await operators.RevealMember(member.Id, new("核对"));

        Assert.Contains(await operators.GetDigests(), digest => digest is { Owner: true, Count: > 0 });
        Assert.True((await operators.Republish()).Facts > 0);
        Assert.True((await operators.VerifyAudit()).Holds);
        Assert.Equal("核对", Assert.Single((await operators.ListAudit("members.reveal", objectId: member.Id)).Items).Purpose);
    }
}
