using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Registry;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Registry;

public sealed class ReadMembersTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task The_hot_read_of_a_member_has_the_shape_of_every_other_answer()
    {
        var admitted = await (await app.Eastern.PostAsJsonAsync("/api/v1/members", new AdmitMemberRequest(
            app.East1.Id, MembersApp.NextIdNumber(), "样本 \"甲\"", Ethnicity: "汉族", Education: "大学", Status: MemberStatus.Probationary, AppliedOn: new(2020, 1, 1),
            JoinedOn: new(2021, 7, 1), Phone: "13800001234", Occupation: "教师", MonthlyIncome: 5000, IncomeKind: "wage", Tags: ["一", "二"], ExternalCode: "X-1"), Wire.Json))
            .Read<JsonElement>(HttpStatusCode.Created);

        var response = await app.Eastern.GetAsync($"/api/v1/members/{admitted.GetProperty("id").GetGuid()}");

        Assert.Equal(admitted.GetRawText(), (await response.Read<JsonElement>()).GetRawText());
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        Assert.DoesNotContain("income", admitted.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_of_a_subtree_goes_on_in_tree_order_to_the_end()
    {
        var (district, one, two) = await District("0y1");
        var expected = new List<Guid>();
        foreach (var branch in (OrganizationState[])[one, two])
        {
            var here = new List<Guid>();
            for (var n = 0; n < 4; n++)
            {
                here.Add((await app.HasMember(branch)).Id);
            }

            expected.AddRange(here.Order());
        }

        var seen = new List<MemberSummary>();
        string? cursor = null;
        do
        {
            var page = await (await app.As("0y1", "members.read").GetAsync($"/api/v1/members?under={district}&limit=3" + (cursor is null ? "" : "&cursor=" + cursor))).Read<Page<MemberSummary>>();
            Assert.InRange(page.Items.Count, 1, 3);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(expected, seen.Select(member => member.Id));
        Assert.All(seen, member => Assert.Contains("********", member.IdNumber, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_with_several_posts_pages_through_all_of_them_and_nothing_between()
    {
        var (_, one, two) = await District("0y2");
        var (_, between, _) = await District("0y3");
        var (_, last, _) = await District("0y4");
        List<Guid> expected = [(await app.HasMember(one)).Id, (await app.HasMember(two)).Id, (await app.HasMember(last)).Id];
        await app.HasMember(between);

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await (await app.As("0y2,0y4", "members.read").GetAsync("/api/v1/members?limit=1" + (cursor is null ? "" : "&cursor=" + cursor))).Read<Page<MemberSummary>>();
            seen.AddRange(page.Items.Select(member => member.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var (district, one, _) = await District("0y5");
        var zhang = await app.HasMember(one, name: "张样本");
        var wang = await app.HasMember(one, name: "王样本");
        await app.As("0", "members.*").PostAsJsonAsync($"/api/v1/members/{wang.Id}/close", new CloseMemberRequest(MemberStatus.Deceased, "sample"), Wire.Json);

        Assert.Equal([zhang.Id], await List($"under={district}&q=张"));
        Assert.Equal([wang.Id], await List($"under={district}&status=deceased"));
        Assert.Equal([zhang.Id], await List($"under={district}&status=formal&mobile=false"));
        Assert.Empty(await List($"under={district}&mobile=true"));
        Assert.Equal([zhang.Id], await List("q=张样"));

        async Task<List<Guid>> List(string query) =>
            [.. (await (await app.As("0y5", "members.read").GetAsync($"/api/v1/members?{query}")).Read<Page<MemberSummary>>()).Items.Select(member => member.Id)];
    }

    [Fact]
    public async Task The_neighbour_sees_nothing_and_cannot_tell_it_from_nothing_there()
    {
        var member = await app.HasMember(app.East1);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members/{member.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members?under={app.East.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members?under={app.East.Id}&q=样")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members?under={Guid.CreateVersion7()}")).StatusCode);
        var all = await (await app.Western.GetAsync("/api/v1/members?limit=200")).Read<Page<MemberSummary>>();
        Assert.All(all.Items, other => Assert.StartsWith(app.West.LevelCode, other.LevelCode, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_organization_in_scope_is_an_empty_page()
    {
        var (district, _, _) = await District("0y6");

        var page = await (await app.As("0y6", "members.read").GetAsync($"/api/v1/members?under={district}")).Read<Page<MemberSummary>>();

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("cursor=%21")]
    [InlineData("status=9")]
    [InlineData("under=x")]
    public async Task Nonsense_in_the_query_is_a_400(string query) =>
        await (await app.Eastern.GetAsync($"/api/v1/members?{query}")).Refusal(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_read_of_one_member_enters_the_scope_before_it_looks()
    {
        var member = await app.HasMember(app.East1);
        await using var connection = await app.Services.GetRequiredService<ServiceDatabase>().App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var onePlan = new NpgsqlCommand("set local plan_cache_mode = force_generic_plan", connection);
        await onePlan.ExecuteNonQueryAsync();

        var plan = string.Join('\n', await Rows("explain (costs off) " + HotReads.MemberSql, app.East.LevelCode));

        Assert.Matches(@"^Nested Loop\n\s+->  (Subquery Scan on scope\n\s+->  )?Result\n[\s\S]*Index Scan using members_pkey on members", plan);
        Assert.Equal([member.Id.ToString()], await Rows(HotReads.MemberSql, app.East.LevelCode));
        Assert.Empty(await Rows(HotReads.MemberSql, app.West.LevelCode));
        Assert.Empty(await Rows(HotReads.MemberSql, ""));

        async Task<List<string>> Rows(string sql, string scope)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = member.Id });
            command.Parameters.Add(new() { Value = scope });
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetValue(0).ToString()!);
            }

            return rows;
        }
    }

    [Theory]
    [InlineData("001")]
    [InlineData("001001")]
    [InlineData("001001001")]
    public async Task The_page_is_a_walk_along_the_index_at_every_level(string levelCode)
    {
        await app.ExecuteAsync("""
            insert into members (id, organization_id, level_code, name, sex, birth_date, status, id_number_masked, id_number_hash, id_number_sealed, version)
            select gen_random_uuid(), o.id, o.level_code, 'sample', 'male', '1970-01-01', 'formal', '', decode(md5(o.id::text || n), 'hex'), '', 1
            from organization_replica o cross join generate_series(1, 2000) n where o.level_code like '001%' and length(o.level_code) = 9 on conflict do nothing
            """);
        await app.ExecuteAsync("analyze members, organization_replica");
        var organization = (await app.RowsAsync("select id from organization_replica where level_code = $1", reader => reader.GetGuid(0), levelCode))[0];

        foreach (var (sql, cursor) in ((string, bool)[])[(HotReads.FirstPageSql, false), (HotReads.NextPageSql, true)])
        {
            var plan = await Plan(sql, organization, cursor ? [levelCode, Guid.Empty] : []);

            Assert.Contains("Index Scan using member_place on members", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on members", plan, StringComparison.Ordinal);
            // Both ends of the subtree beside both ends of the scope; only the check of several scopes is left for the rows.
            Assert.Matches(@"Index Cond: \([^\n]*level_code >= \$\d+\)[^\n]*level_code < \$\d+\)[^\n]*\n\s+Filter: \(\(current_setting\('app\.scope'[^\n]* !~~ '%,%'::text\) OR [^\n]*\n", plan);
            Assert.Matches(@"Index Scan using member_place on members \(actual rows=51 loops=1\)", plan);
        }

        async Task<string> Plan(string sql, Guid under, object[] cursor)
        {
            await using var connection = await app.Services.GetRequiredService<ServiceDatabase>().App.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var enter = new NpgsqlCommand("set local plan_cache_mode = force_generic_plan; call app.enter('001')", connection);
            await enter.ExecuteNonQueryAsync();
            await using var explain = new NpgsqlCommand("explain (analyze, timing off, costs off) " + sql, connection);
            explain.Parameters.Add(new() { Value = under });
            explain.Parameters.Add(new() { Value = 51 });
            foreach (var value in cursor)
            {
                explain.Parameters.Add(new() { Value = value });
            }

            await using var reader = await explain.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }

            return string.Join('\n', lines);
        }
    }

    private async Task<(Guid District, OrganizationState One, OrganizationState Two)> District(string levelCode)
    {
        var district = Row(levelCode, null);
        var (one, two) = (Row(levelCode + "001", district.Id), Row(levelCode + "002", district.Id));
        await app.Hears(district, one, two);
        return (district.Id, one, two);

        static OrganizationState Row(string code, Guid? parent) => new(
            Guid.CreateVersion7(), 1, code, code, code, OrganizationKind.Branch, "village", parent, null, OrganizationStatus.Active, null);
    }
}
