using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;

namespace PartyCloud.Organizations.Tests;

public sealed class ImportOrganizationsTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    private const string Header = "组织编码,组织名称,组织类别,党建类型,上级组织编码\n";

    [Fact]
    public async Task Three_bad_rows_of_three_thousand_are_named_and_the_corrected_three_complete_them()
    {
        await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan", code: "IMP");
        var rows = Enumerable.Range(1, 3000).Select(n => n switch
        {
            100 => $"IMP-{n},,党支部,行政村,IMP",
            2000 => $"IMP-{n},支部{n},殿堂,行政村,IMP",
            3000 => $"IMP-{n},支部{n},党支部,行政村,NONE",
            _ => $"IMP-{n},支部{n},党支部,行政村,IMP",
        });

        var job = await OrganizationsApp.Imported(app.Admin, Header + string.Join('\n', rows));

        Assert.Equal((JobState.Succeeded, 3000, 3000, 3), (job.State, job.Done, job.Total, job.ErrorCount));
        Assert.Equal(
            [(101L, "name", "field.required"), (2001L, "kind", "field.unknown"), (3001L, "parent_code", "organization.parent-unknown")],
            job.Errors.Select(error => (error.Row, error.Column!, error.Code)).Order());
        Assert.Equal(2997, await Count());

        var corrected = await OrganizationsApp.Imported(app.Admin, Header + "IMP-100,支部100,党支部,行政村,IMP\nIMP-2000,支部2000,党支部,行政村,IMP\nIMP-3000,支部3000,党支部,行政村,IMP\n");

        Assert.Equal(0, corrected.ErrorCount);
        Assert.Equal(3000, await Count());

        async Task<long> Count() => (await app.RowsAsync("select count(*) from party_organizations where code like 'IMP-%'", reader => reader.GetInt64(0)))[0];
    }

    [Fact]
    public async Task A_file_may_come_in_any_order_and_again_without_effect()
    {
        await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan", code: "ANY");
        const string Rows = "ANY-1-1-1,小组,党小组,village,ANY-1-1\nANY-1-1,支部,branch,village,ANY-1\nANY-1,乡党委,党委,机关,ANY\n";

        var first = await OrganizationsApp.Imported(app.Admin, Header + Rows);
        await app.ExecuteAsync("delete from outbox");
        var again = await OrganizationsApp.Imported(app.Admin, Header + Rows);

        Assert.Equal((0, 3L), (first.ErrorCount, first.Done));
        Assert.Equal((0, 3L), (again.ErrorCount, again.Done));
        Assert.Empty(await app.OutboxAsync<OrganizationState>());
        var places = await app.RowsAsync("select level_code from party_organizations where code like 'ANY%' order by length(code)", reader => reader.GetString(0));
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.Equal(pair.First + "001", pair.Second));
    }

    [Fact]
    public async Task Changed_rows_change_and_count_up()
    {
        await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan", code: "CHG");
        await OrganizationsApp.Imported(app.Admin, Header + "CHG-1,支部,党支部,行政村,CHG\n");

        var job = await OrganizationsApp.Imported(app.Admin, Header + "CHG-1,新支部,党支部,社区,CHG\n");

        Assert.Equal(0, job.ErrorCount);
        Assert.Equal(("新支部", "community", 2), (await app.RowsAsync(
            "select name, domain_type, version from party_organizations where code = 'CHG-1'", r => (r.GetString(0), r.GetString(1), r.GetInt32(2))))[0]);
    }

    [Fact]
    public async Task Rows_outside_the_scope_stay_out()
    {
        var east = await app.Registered("东区", null, OrganizationKind.Committee, "governmentOrgan", code: "EAST");
        await app.Registered("西区", null, OrganizationKind.Committee, "governmentOrgan", code: "WEST");

        var job = await OrganizationsApp.Imported(app.As(east.LevelCode, "organizations.import"), Header + "E-1,支部,党支部,行政村,EAST\nW-1,支部,党支部,行政村,WEST\nWEST,改名,党委,机关,\nR-1,根,党委,机关,\n");

        Assert.Equal(
            [(3L, "organization.parent-unknown"), (4L, "organization.parent-required"), (5L, "organization.parent-required")],
            job.Errors.Select(error => (error.Row, error.Code)).Order());
        Assert.Equal(["E-1"], await app.RowsAsync("select code from party_organizations where code in ('E-1', 'W-1', 'R-1')", reader => reader.GetString(0)));
    }

    [Fact]
    public async Task A_file_that_is_no_sheet_fails_as_a_whole_and_says_why()
    {
        var job = await OrganizationsApp.Imported(app.Admin, "这不是表格");

        Assert.Equal((JobState.Failed, "sheet.missing-columns"), (job.State, job.Failure?.Code));
    }
}
