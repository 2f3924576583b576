using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.Sharing;

[Collection(SharedSharing.Name)]
public sealed class CatalogueTests(SharingGateway app)
{
    [Fact]
    public async Task What_the_catalogue_says_is_there_is_what_the_API_offers()
    {
        using var person = await app.AsAsync(("member", null));
        var resources = await (await person.GetAsync("/api/v1/sharing/catalogue")).Read<List<DataResourceResponse>>();

        // One entry for each scope that an app can have: two could say different things of what one scope opens.
        Assert.Equal(Enum.GetValues<AppResource>(), resources.Select(resource => resource.Resource).OfType<AppResource>().Order());
        Assert.All(resources, resource => Assert.Equal(resource.Class == DataShareClass.Unconditional, resource.Reason is null));
        var documents = Path.Combine(Repository.Folder(), "tests", "Architecture.Tests", "Documents");
        foreach (var resource in resources)
        {
            var service = JsonNamingPolicy.CamelCase.ConvertName((resource.Resource ?? AppResource.Members).ToString());
            var schemas = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(documents, $"{service}.json")))!["components"]!["schemas"]!;
            Assert.Equal(resource.Items.Count, resource.Items.Select(item => item.Name).Distinct().Count());
            Assert.All(resource.Items, item => Assert.True(schemas[item.Schema]?["properties"]?[item.Name.Split('.')[^1]] is not null, $"{service}: {item.Schema}.{item.Name}"));
        }
    }

    [Fact]
    public async Task An_app_reads_it_and_who_has_not_signed_in_does_not()
    {
        var portal = await SignedApp.RegisterAsync(app, []);

        var one = await (await portal.GetAsync("/api/v1/sharing/catalogue/members")).Read<DataResourceResponse>();
        Assert.Equal(("members", DataShareClass.Conditional), (one.Code, one.Class));
        Assert.Equal(HttpStatusCode.NotFound, (await portal.GetAsync("/api/v1/sharing/catalogue/sample")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().GetAsync("/api/v1/sharing/catalogue")).StatusCode);
    }

    [Fact]
    public async Task It_is_changed_by_who_administers_the_whole_installation_and_never_to_what_makes_no_sense()
    {
        using var admin = await app.AdminAsync();
        using var district = await app.AsAsync(("securityAdmin", await app.HasOrganizationAsync("00c001")));
        using var business = await app.DepartmentAsync();
        var owner = await app.HasOrganizationAsync("00c002");

        Assert.Equal("sharing.installation-only", (await (await PatchAsync(district, "pairing", new(Name: "样例"))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await PatchAsync(business, "pairing", new(Name: "样例"))).StatusCode);
        Assert.Equal("catalogue.no-scope", (await (await PatchAsync(admin, "member-identity", new(Class: DataShareClass.Conditional))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("catalogue.reason-missing", (await (await PatchAsync(admin, "organizations", new(Class: DataShareClass.NotShared))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("items[0].name", (await (await PatchAsync(admin, "pairing", new(Items: [new("sample")]))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        Assert.Equal("ownerId", (await (await PatchAsync(admin, "pairing", new(OwnerId: Guid.CreateVersion7()))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);

        var before = await (await admin.GetAsync("/api/v1/sharing/catalogue/pairing")).Read<DataResourceResponse>();
        var changed = await (await PatchAsync(admin, "pairing", new(OwnerId: owner, Items: [new("visits", Personal: true)]), before.Version)).Read<DataResourceResponse>();
        Assert.Equal((owner, true), (changed.OwnerId, changed.Items.Single(item => item.Name == "visits").Personal));
        Assert.Equal(before.Items.Count, changed.Items.Count);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync(admin, "pairing", new(Name: "样例"), before.Version)).StatusCode);
        var back = await (await PatchAsync(admin, "pairing", new(DepartmentOwns: true, Items: [new("visits", Personal: false)]), changed.Version)).Read<DataResourceResponse>();
        Assert.Equal(before with { Version = back.Version, ChangedAt = back.ChangedAt, Items = back.Items }, back);
        Assert.Equal(before.Items, back.Items);
        Assert.NotEmpty(await app.TextsAsync("select action from audit_log where action = 'catalogue.changed' and fields = 'ownerId items'"));
    }

    [Fact]
    public async Task It_is_downloaded_as_a_sheet_that_computes_nothing_and_as_JSON()
    {
        using var admin = await app.AdminAsync();
        await (await PatchAsync(admin, "assessment", new(Items: [new("rank", "=cmd|'sample'!A1")]))).Read<DataResourceResponse>();
        admin.DefaultRequestHeaders.AcceptLanguage.Add(new("zh-CN"));

        var answer = await admin.GetAsync("/api/v1/sharing/catalogue/export");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("资源代码,资源名称,共享属性,理由,依据,更新周期,提供部门,数据项,接口数据结构,含义,是否个人信息", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(",'=cmd|'sample'!A1,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("members,党员基本信息,有条件共享,", StringComparison.Ordinal) && line.Contains("本级组织部门,idNumber,", StringComparison.Ordinal));

        var json = await (await admin.GetAsync("/api/v1/sharing/catalogue/export?format=json")).Read<List<DataResourceResponse>>();
        Assert.Equal(lines.Length - 1, json.Sum(resource => resource.Items.Count));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/v1/sharing/catalogue/export?format=xlsx")).StatusCode);
        await (await PatchAsync(admin, "assessment", new(Items: [new("rank", "排名")]))).Read<DataResourceResponse>();
    }

    [Fact]
    public async Task The_holidays_of_2026_are_there_and_another_year_is_imported_whole()
    {
        using var admin = await app.AdminAsync();
        var year = await (await admin.GetAsync("/api/v1/sharing/calendar/2026")).Read<CalendarResponse>();
        // By the notice: 3 + 9 + 3 + 5 + 3 + 3 + 7 days are off, and six days of weekends are worked.
        Assert.Equal((33, 6), (year.Days.Count(day => !day.IsWorkingDay), year.Days.Count(day => day.IsWorkingDay)));
        Assert.All(year.Days, day => Assert.True(!day.IsWorkingDay || day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));

        var none = await (await admin.GetAsync("/api/v1/sharing/calendar/2031")).Read<CalendarResponse>();
        Assert.Equal((null, 0), (none.Source, none.Days.Count));
        CalendarDayItem newYear = new(new(2031, 1, 1), false, "元旦");
        var imported = await (await PutAsync(admin, 2031, new("sample notice", [newYear]))).Read<CalendarResponse>();
        Assert.Equal("sample notice", imported.Source);
        Assert.Equal([newYear], imported.Days);
        Assert.Empty((await (await PutAsync(admin, 2031, new("sample notice", []))).Read<CalendarResponse>()).Days);

        Assert.Equal("days[0].date", (await (await PutAsync(admin, 2031, new("sample", [newYear with { Date = new(2030, 1, 1) }]))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        Assert.Equal("days[1].date", (await (await PutAsync(admin, 2031, new("sample", [newYear, newYear]))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        // A year without a working day would leave nothing to count.
        var off = Enumerable.Range(0, 365).Select(n => new CalendarDayItem(new DateOnly(2031, 1, 1).AddDays(n), false, "样例")).ToList();
        Assert.Equal("days", (await (await PutAsync(admin, 2031, new("sample", off))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        Assert.Equal("year", (await (await admin.GetAsync("/api/v1/sharing/calendar/1999")).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
    }

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, string code, ChangeDataResourceRequest change, int? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/sharing/catalogue/{code}") { Content = JsonContent.Create(change, options: Wire.Json) };
        if (version is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        return await client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, int year, ImportCalendarRequest import) => client.PutAsJsonAsync($"/api/v1/sharing/calendar/{year}", import, Wire.Json);
}
