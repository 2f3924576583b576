using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class MyTasksTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task An_import_with_refused_rows_waits_for_its_sender_alone()
    {
        var east = await app.Registered("东区", null, OrganizationKind.Committee, "governmentOrgan", code: "TASK-E");
        var west = await app.Registered("西区", null, OrganizationKind.Committee, "governmentOrgan", code: "TASK-W");
        var sender = app.As(east.LevelCode, "organizations.*");
        var job = await OrganizationsApp.Imported(sender, "code,name,kind,domain_type,parent_code\nTASK-1,,branch,village,TASK-E\nTASK-2,村,branch,village,NONE\n");

        var tasks = await Tasks(sender);

        var task = Assert.Single(tasks.Items);
        Assert.Equal(
            ("organizations", "correctImport", job.Id, $"/api/v1/organizations/imports/{job.Id}", "导入文件“organizations.csv”有 2 行未能导入，请更正后重新提交"),
            (task.Service, task.Kind, task.SubjectId, task.Link, task.Title));
        Assert.Equal(1, tasks.Counts["correctImport"]);
        Assert.Empty((await Tasks(app.As(west.LevelCode, "organizations.*"))).Items);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().GetAsync("/api/v1/organizations/tasks")).StatusCode);

        app.Clock.Set(app.Clock.GetUtcNow().AddDays(31));
        Assert.Empty((await Tasks(sender)).Items);

        static async Task<TaskList> Tasks(HttpClient client) => await (await client.GetAsync("/api/v1/organizations/tasks")).Read<TaskList>();
    }
}
