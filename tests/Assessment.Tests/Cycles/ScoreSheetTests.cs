using System.Net;
using System.Net.Http.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Selection;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests.Cycles;

public sealed class ScoreSheetTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task The_sheet_of_a_stage_lists_who_is_assessed_with_what_is_recorded()
    {
        var root = await app.HasRoot("500101");
        var district = Organization($"{root.LevelCode}001", root, OrganizationKind.Committee, "governmentOrgan", "500102");
        var bureau = Organization($"{root.LevelCode}001001", district, OrganizationKind.Committee, "governmentOrgan", "500102");
        var village = Organization($"{root.LevelCode}001002", district, regionCode: "500102001001");
        var excluded = Organization($"{root.LevelCode}001003", district);
        await app.Hears(district, bureau, village, excluded, Organization($"{root.LevelCode}001004", district, OrganizationKind.Group));
        var content = SchemeSamples.Single() with
        {
            Dimensions = [new("all", [SchemeSamples.Manual("total", 90), SchemeSamples.Manual("more", 10)])],
            Stages = [new("selfCheck", 0.5m), new("yearEnd", 0.5m)],
        };
        var cycle = await app.HasOpenCycle(root, content);
        await (await app.Scores(cycle.Id, [new("yearEnd", "more", 7.5m, village.Id), new("selfCheck", "total", 60, village.Id)])).Read<ScoresRecorded>();
        await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/exclusions", new ExcludeOrganizationRequest(excluded.Id, "今年新设"), Wire.Json);

        var rows = (await Sheet(cycle.Id, "?stage=yearEnd")).Items;

        Assert.Equal([bureau.Code, village.Code], rows.Select(row => row.Code));
        Assert.Empty(rows[0].Values);
        Assert.Equal(("more", 7.5m), (Assert.Single(rows[1].Values).Key, rows[1].Values["more"]));
        Assert.Equal(60, (await Sheet(cycle.Id, "")).Items[1].Values["total"]);
        Assert.Equal([village.Code], (await Sheet(cycle.Id, $"?under={village.Id}")).Items.Select(row => row.Code));
        var first = await Sheet(cycle.Id, "?limit=1");
        Assert.Equal([village.Code], (await Sheet(cycle.Id, $"?limit=1&cursor={first.Next}")).Items.Select(row => row.Code));
        Assert.Equal("stage", Assert.Single((await (await app.Admin.GetAsync($"{Root}/cycles/{cycle.Id}/scores?stage=none")).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);

        await (await app.Scores(cycle.Id, [new("selfCheck", "more", 1, village.Id), new("selfCheck", "total", 1, bureau.Id)])).Read<ScoresRecorded>();
        var progress = await Progress(app.Admin, cycle.Id);
        Assert.Equal((2, 0), (progress.Organizations, progress.Grades.Count));
        Assert.Equal([new("selfCheck", 0.5m, 1), new("yearEnd", 0.5m, 0)], progress.Stages);
        var own = await Progress(app.As(bureau.LevelCode, "assessment.read"), cycle.Id);
        Assert.Equal((1, 0), (own.Organizations, own.Stages[0].Complete));
        Assert.Equal([bureau.Code], (await (await app.As(bureau.LevelCode, "assessment.read").GetAsync($"{Root}/cycles/{cycle.Id}/scores")).Read<Page<ScoreRow>>()).Items.Select(row => row.Code));
        Assert.DoesNotContain((await (await app.As(district.LevelCode, "assessment.read").GetAsync($"{Root}/cycles/{cycle.Id}/scores")).Read<Page<ScoreRow>>()).Items, row => row.Code == district.Code);
    }

    [Fact]
    public async Task Ranking_selection_ledger_and_grades_go_out_as_they_are_listed()
    {
        var root = await app.HasRoot();
        OrganizationState[] all = [.. Enumerable.Range(1, 4).Select(i => Organization($"{root.LevelCode}{i:000}", root))];
        await app.Hears(all);
        var cycle = await app.HasFrozenCycle(root, all.Select((o, i) => Total(o, 95 - (i * 12))));
        var selection = await app.Selected(cycle.Id, new([new("village", 2500)]));

        var ranking = await Lines($"cycles/{cycle.Id}/ranking/export?order=desc&purpose=上报");
        Assert.StartsWith("名次,倒数名次,组织编码,党组织,党建类型,得分,等次,一票否决", ranking[0], StringComparison.Ordinal);
        Assert.Equal(5, ranking.Length);
        Assert.StartsWith($"1,4,{all[0].Code},{all[0].Name},行政村,95,A,否", ranking[1], StringComparison.Ordinal);
        Assert.StartsWith($"1,{all[3].Code},", Assert.Single((await Lines($"selections/{selection.Id}/export"))[1..]), StringComparison.Ordinal);
        Assert.StartsWith($"{all[3].Code},{all[3].Name},行政村,2026,", Assert.Single((await Lines($"rectifications/export?selectionId={selection.Id}"))[1..]), StringComparison.Ordinal);
        Assert.Single(await app.RowsAsync("select 1 from audit_log where action = 'ranking.export' and purpose = '上报' and $1 = $1", row => row.GetInt32(0), 1));

        var progress = await Progress(app.Admin, cycle.Id);
        Assert.Equal((4, 0), (progress.Organizations, progress.Stages.Count));
        Assert.Equal(["village A 1", "village B 1", "village C 1", "village D 1"], progress.Grades.Select(row => $"{row.DomainType} {row.Grade} {row.Organizations}"));
        Assert.Equal(new GradeCount("village", "B", 1), Assert.Single((await Progress(app.As(all[1].LevelCode, "assessment.read"), cycle.Id)).Grades));
        var grade = Assert.Single(await (await app.As(all[1].LevelCode, "assessment.read").GetAsync($"{Root}/organizations/{all[1].Id}/grades")).Read<List<GradeOfYear>>());
        Assert.Equal((2026, 2, 83m, "B"), (grade.Year, grade.Rank, grade.Score, grade.Grade));

        using var neighbour = app.As(all[0].LevelCode, "assessment.*");
        Assert.Single((await Lines($"cycles/{cycle.Id}/ranking/export", neighbour))[1..]);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Root}/organizations/{all[1].Id}/grades")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Root}/selections/{selection.Id}/export")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.As("0", "assessment.read").GetAsync($"{Root}/rectifications/export")).StatusCode);
    }

    [Fact]
    public void Every_column_has_its_title_in_both_languages()
    {
        Texts.Use(typeof(Program).Assembly);
        Assert.All(
            [.. ExportRanking.Sheet.Titles, .. ExportRectifications.Sheet.Titles, .. ExportSelection.Sheet.Titles, "export.ranking", "export.rectifications", "export.selection"],
            title => Assert.True(Texts.Has(title, Texts.Chinese) && Texts.Has(title, Texts.English), title));
    }

    private static async Task<CycleProgress> Progress(HttpClient client, Guid cycle) => await (await client.GetAsync($"{Root}/cycles/{cycle}/progress")).Read<CycleProgress>();

    private async Task<Page<ScoreRow>> Sheet(Guid cycle, string query) => await (await app.Admin.GetAsync($"{Root}/cycles/{cycle}/scores{query}")).Read<Page<ScoreRow>>();

    private async Task<string[]> Lines(string path, HttpClient? client = null)
    {
        var response = await (client ?? app.Admin).GetAsync($"{Root}/{path}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
