using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Tasks;

public sealed class MyTasksTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task A_letter_waits_for_the_receiving_side_until_it_runs_out_and_then_for_the_giving_side()
    {
        app.Clock.Set(new DateOnly(2026, 1, 5));
        var member = await app.HasMember(app.East1, name: "样本甲");
        var letter = await Issued(member.Id, new TransferMemberRequest("工作调动(样本)", app.West1.Id));

        var task = Assert.Single(await Of(app.Western, "receiveTransfer"), task => task.SubjectId == letter.Id);
        Assert.Equal(
            new TaskItem("members", "receiveTransfer", letter.Id, $"接收样本甲的组织关系（由{app.East1.Name}转来）", app.West1.Id, app.West1.Name, new(2026, 4, 5), false, $"/api/v1/transfers/{letter.Id}"),
            task);
        Assert.DoesNotContain((await Tasks(app.Eastern)).Items, other => other.SubjectId == letter.Id);

        app.Clock.Set(new DateOnly(2026, 4, 6));
        Assert.DoesNotContain((await Tasks(app.Western)).Items, other => other.SubjectId == letter.Id);
        Assert.True(Assert.Single(await Of(app.Eastern, "recallTransfer"), task => task.SubjectId == letter.Id).Overdue);

        await (await Post(app.Eastern, $"transfers/{letter.Id}/cancel", new DecideTransferRequest("过期"))).Read<TransferResponse>();
        Assert.DoesNotContain((await Tasks(app.Eastern)).Items, other => other.SubjectId == letter.Id);
    }

    [Fact]
    public async Task A_letter_that_went_outside_waits_for_the_giving_side()
    {
        app.Clock.Set(new DateOnly(2026, 1, 5));
        var member = await app.HasMember(app.East1);
        var letter = await Issued(member.Id, new TransferMemberRequest("搬迁", ToOrganizationName: "外省某支部(样本)"));

        Assert.Equal(app.East1.Id, Assert.Single(await Of(app.Eastern, "confirmTransfer"), task => task.SubjectId == letter.Id).OrganizationId);
        Assert.DoesNotContain((await Tasks(app.Western)).Items, task => task.SubjectId == letter.Id);
    }

    [Fact]
    public async Task Whoever_is_to_report_at_a_place_waits_for_the_host_and_is_overdue_when_the_absence_counts()
    {
        app.Clock.Set(new DateOnly(2026, 7, 15));
        var member = await app.HasMember(app.East2);
        var stay = await (await Post(app.Eastern, $"members/{member.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 15), app.West1.Id))).Read<MobilityResponse>(HttpStatusCode.Created);

        var task = Assert.Single(await Of(app.Western, "checkInMobility"), task => task.SubjectId == stay.Id);
        Assert.Equal((new DateOnly(2026, 7, 15), false, $"/api/v1/mobility/{stay.Id}"), (task.DueOn, task.Overdue, task.Link));
        Assert.DoesNotContain((await Tasks(app.Eastern)).Items, other => other.SubjectId == stay.Id);
        app.Clock.Set(new DateOnly(2026, 7, 16));
        Assert.True(Assert.Single(await Of(app.Western, "checkInMobility"), task => task.SubjectId == stay.Id).Overdue);

        await (await Post(app.Western, $"mobility/{stay.Id}/check-in")).Read<MobilityResponse>();
        Assert.DoesNotContain((await Tasks(app.Western)).Items, other => other.SubjectId == stay.Id);
    }

    [Fact]
    public async Task An_import_with_refused_rows_waits_for_its_sender_until_a_later_one_took_in_all_its_rows()
    {
        app.Clock.Set(new DateOnly(2026, 2, 1));
        var (sender, colleague) = (app.As(app.East.LevelCode, "members.*"), app.As(app.East.LevelCode, "members.*"));
        var job = await MembersApp.Imported(sender, "id_number,name,organization_code\n123,样本,east1\n");

        var task = Assert.Single(await Of(sender, "correctImport"));
        Assert.Equal((job.Id, "导入文件“members.csv”有 1 行未能导入，请更正后重新提交", $"/api/v1/members/imports/{job.Id}"), (task.SubjectId, task.Title, task.Link));
        Assert.Empty(await Of(colleague, "correctImport"));
        Assert.Empty(await Of(app.Western, "correctImport"));

        app.Clock.Set(new DateOnly(2026, 2, 2));
        await MembersApp.Imported(sender, $"id_number,name,organization_code,status,joined_on\n{MembersApp.NextIdNumber()},样本,east1,formal,1990-07-01\n");
        Assert.Empty(await Of(sender, "correctImport"));
    }

    [Fact]
    public async Task Only_what_the_caller_may_act_on_is_shown_and_counted()
    {
        app.Clock.Set(new DateOnly(2026, 1, 5));
        for (var n = 0; n < 3; n++)
        {
            await Issued((await app.HasMember(app.East1)).Id, new TransferMemberRequest("工作调动(样本)", app.West1.Id));
        }

        var reader = await Tasks(app.As(app.West.LevelCode, "members.read"));
        Assert.Empty(reader.Items);
        Assert.Empty(reader.Counts);
        var all = await Tasks(app.Western);
        var some = await Tasks(app.Western, "?limit=2");
        Assert.True(all.Counts["receiveTransfer"] >= 3);
        Assert.Equal(all.Counts, some.Counts);
        Assert.Equal(2, some.Items.Count(task => task.Kind == "receiveTransfer"));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Western.GetAsync("/api/v1/members/tasks?limit=1001")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As(app.West.LevelCode, "organizations.*").GetAsync("/api/v1/members/tasks")).StatusCode);

        using var english = app.Western;
        english.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        Assert.StartsWith("Receive ", (await Of(english, "receiveTransfer"))[0].Title, StringComparison.Ordinal);
    }

    private static async Task<TaskList> Tasks(HttpClient client, string query = "") => await (await client.GetAsync("/api/v1/members/tasks" + query)).Read<TaskList>();

    private static async Task<List<TaskItem>> Of(HttpClient client, string kind) => [.. (await Tasks(client, "?limit=50")).Items.Where(task => task.Kind == kind)];

    private async Task<TransferResponse> Issued(Guid member, TransferMemberRequest request) =>
        await (await Post(app.Eastern, $"members/{member}/transfers", request)).Read<TransferResponse>(HttpStatusCode.Created);

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, object? body = null) =>
        client.PostAsync($"/api/v1/{path}", body is null ? null : JsonContent.Create(body, body.GetType(), options: Wire.Json));
}
