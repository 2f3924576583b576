using System.Net;
using System.Net.Http.Headers;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Organizations.Tests;

public sealed class ExportOrganizationsTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task The_sheet_holds_what_the_list_holds_and_no_cell_is_a_formula()
    {
        var root = await app.Registered("出表县委", null, OrganizationKind.Committee, "governmentOrgan", "EXP");
        await app.Registered("=HYPERLINK(\"http://x\")", root.Id, code: "EXP-1");
        await app.Registered("社区支部", root.Id, domainType: "community", code: "EXP-2");

        var response = await app.Admin.GetAsync($"/api/v1/organizations/export?under={root.Id}&domainType=village&purpose=核对名册");
        var bytes = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("organizations-", response.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("组织编码,党组织,组织类别,党建类型,上级组织编码", lines[0], StringComparison.Ordinal);
        Assert.Equal("EXP-1,\"'=HYPERLINK(\"\"http://x\"\")\",党支部,行政村,EXP,,,,,,,1,0,正常", Assert.Single(lines[1..]));
        Assert.Equal(
            [("核对名册", $"under={root.Id} domainType=village")],
            await app.RowsAsync("select purpose, fields from audit_log where action = 'organizations.export' and fields like '%' || $1 || '%'", row => (row.GetString(0), row.GetString(1)), root.Id.ToString()));
    }

    [Fact]
    public async Task The_sheet_is_a_workbook_too_in_the_callers_language_and_within_the_callers_scope()
    {
        var root = await app.Registered("出簿县委", null, OrganizationKind.Committee, "governmentOrgan", "BOOK");
        var east = await app.Registered("东镇党委", root.Id, OrganizationKind.Committee, "community", "BOOK-E");
        await app.Registered("西镇党委", root.Id, OrganizationKind.Committee, "community", "BOOK-W");
        using var clerk = app.As(east.LevelCode, "organizations.read", "organizations.export");
        clerk.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));

        await using var file = await clerk.GetStreamAsync("/api/v1/organizations/export?format=xlsx");
        using var kept = new MemoryStream();
        await file.CopyToAsync(kept);
        kept.Position = 0;
        await using var reader = await SheetReader.OpenAsync(kept, [new SheetColumn("code", "Organization code"), new SheetColumn("kind", "Kind")]);
        List<(string?, string?)> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add((reader.Text(0), reader.Text(1)));
        }

        Assert.Equal([("BOOK-E", "Committee")], rows);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/api/v1/organizations/export?under={root.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await clerk.GetAsync("/api/v1/organizations/export?format=pdf")).StatusCode);
        using var reads = app.As(east.LevelCode, "organizations.read");
        Assert.Equal(HttpStatusCode.Forbidden, (await reads.GetAsync("/api/v1/organizations/export")).StatusCode);
    }

    [Fact]
    public void Every_column_has_its_title_in_both_languages()
    {
        Texts.Use(typeof(Program).Assembly);
        Assert.All(ExportOrganizations.Sheet.Titles.Append("export.organizations"), title => Assert.True(Texts.Has(title, Texts.Chinese) && Texts.Has(title, Texts.English), title));
    }
}
