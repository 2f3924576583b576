using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class RegisterOrganizationTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task Children_get_places_below_their_parent_in_order()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");
        var first = await app.Registered("第一支部", county.Id);
        var second = await app.Registered("第二支部", county.Id);

        Assert.Equal(3, county.LevelCode.Length);
        Assert.Equal(county.LevelCode + "001", first.LevelCode);
        Assert.Equal(county.LevelCode + "002", second.LevelCode);
        Assert.Equal(first.LevelCode, first.Code);
    }

    [Fact]
    public async Task The_row_and_its_event_commit_together()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");

        var states = (await app.OutboxAsync<OrganizationState>()).Select(body => JsonSerializer.Deserialize<OrganizationState>(body, Wire.Json)!);

        Assert.Equal(
            new OrganizationState(county.Id, 1, county.Code, county.LevelCode, "县委", OrganizationKind.Committee, "governmentOrgan", null, null, OrganizationStatus.Active, null),
            Assert.Single(states, state => state.Id == county.Id));
    }

    [Fact]
    public async Task What_the_database_tells_of_an_organization_is_what_the_entity_tells()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan", regionCode: "230722");

        var told = await app.RowsAsync(
            "select app.organization_state(o)::text from party_organizations o where id = $1", reader => reader.GetString(0), county.Id);

        var fromEntity = (await app.OutboxAsync<OrganizationState>()).Single(body => body.Contains(county.Id.ToString(), StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(fromEntity), JsonNode.Parse(told[0])), $"{fromEntity} against {told[0]}");
    }

    [Fact]
    public async Task Every_field_at_fault_is_named_at_once()
    {
        var response = await app.Admin.PostAsync("/api/v1/organizations", Json("""
            {"name":"  ","kind":"branch","domainType":"village","regionCode":"12a"}
            """));

        var problem = await response.Refusal(HttpStatusCode.BadRequest);
        Assert.Equal(["name", "regionCode"], problem.Errors!.Select(error => error.Field));
    }

    [Theory]
    [InlineData("""{"name":"支部","kind":"palace","domainType":"village"}""", "kind")]
    [InlineData("""{"name":"支部","kind":2,"domainType":"village"}""", "kind")]
    [InlineData("""{"name":"支部","kind":"branch","domainType":"moon"}""", "domainType")]
    [InlineData("""{"kind":"branch","domainType":"village"}""", "name")]
    [InlineData("""{"name":null,"kind":"branch","domainType":"village"}""", "name")]
    [InlineData("""{"name":"支部","kind":"branch","domainType":"village","parentId":"x"}""", "parentId")]
    public async Task A_malformed_field_is_named(string body, string field)
    {
        var problem = await (await app.Admin.PostAsync("/api/v1/organizations", Json(body))).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal(field, Assert.Single(problem.Errors!).Field);
    }

    [Fact]
    public async Task Problems_speak_English_to_who_prefers_it()
    {
        var client = app.Admin;
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB,zh;q=0.5");

        var problem = await (await client.GetAsync($"/api/v1/organizations/{Guid.CreateVersion7()}")).Refusal(HttpStatusCode.NotFound);

        Assert.Equal("Not found", problem.Title);
    }

    [Fact]
    public async Task A_code_is_given_once()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");
        await app.Registered("支部", county.Id, code: "B-1");

        var again = await app.Admin.PostAsJsonAsync(
            "/api/v1/organizations", new RegisterOrganizationRequest("另一支部", OrganizationKind.Branch, "village", county.Id, "B-1"), Wire.Json);

        Assert.Equal("unique.organization_code", (await again.Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task T78_the_same_key_and_body_is_carried_out_once_and_another_body_is_refused()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");
        var client = app.Admin;
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k-1");
        var request = new RegisterOrganizationRequest("支部", OrganizationKind.Branch, "village", county.Id);

        var first = await client.PostAsJsonAsync("/api/v1/organizations", request, Wire.Json);
        var second = await client.PostAsJsonAsync("/api/v1/organizations", request, Wire.Json);
        var other = await client.PostAsJsonAsync("/api/v1/organizations", request with { Name = "别的支部" }, Wire.Json);

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal((first.StatusCode, first.Headers.Location), (second.StatusCode, second.Headers.Location));
        Assert.Equal("idempotency.other-body", (await other.Refusal(HttpStatusCode.UnprocessableEntity)).Code);
        var children = await (await app.Admin.GetAsync($"/api/v1/organizations/{county.Id}/children")).Read<Page<ChildResponse>>();
        Assert.Single(children.Items);
    }

    [Fact]
    public async Task A_neighbour_sees_and_changes_nothing()
    {
        var city = await app.Registered("市委", null, OrganizationKind.Committee, "governmentOrgan");
        var east = await app.Registered("东区", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var west = await app.Registered("西区", city.Id, OrganizationKind.Committee, "governmentOrgan");
        var neighbour = app.As(west.LevelCode, "organizations.*");

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/api/v1/organizations/{east.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/api/v1/organizations/{east.Id}/rollup")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsJsonAsync($"/api/v1/organizations/{east.Id}/abolish", new AbolishOrganizationRequest("x"), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsJsonAsync(
            "/api/v1/organizations", new RegisterOrganizationRequest("支部", OrganizationKind.Branch, "village", east.Id), Wire.Json)).StatusCode);
        var list = await (await neighbour.GetAsync("/api/v1/organizations")).Read<Page<OrganizationResponse>>();
        Assert.Equal([west.Id], list.Items.Select(o => o.Id));
    }

    [Fact]
    public async Task Who_lost_the_race_is_told()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");
        var client = app.Admin;
        client.DefaultRequestHeaders.IfMatch.ParseAdd("\"1\"");

        var first = await client.PatchAsJsonAsync($"/api/v1/organizations/{county.Id}", new ChangeOrganizationRequest("新名"), Wire.Json);
        var second = await client.PatchAsJsonAsync($"/api/v1/organizations/{county.Id}", new ChangeOrganizationRequest("旧名"), Wire.Json);

        Assert.Equal((HttpStatusCode.OK, "\"2\""), (first.StatusCode, first.Headers.ETag?.Tag));
        Assert.Equal("request.stale", (await second.Refusal(HttpStatusCode.PreconditionFailed)).Code);
    }

    [Fact]
    public async Task Pages_follow_the_tree_and_end()
    {
        var county = await app.Registered("县委", null, OrganizationKind.Committee, "governmentOrgan");
        for (var n = 0; n < 7; n++)
        {
            await app.Registered($"支部{n}", county.Id);
        }

        List<string> codes = [];
        string? cursor = null;
        do
        {
            var page = await (await app.Admin.GetAsync($"/api/v1/organizations?under={county.Id}&limit=3&cursor={cursor}".Replace("&cursor=", cursor is null ? "" : "&cursor=", StringComparison.Ordinal))).Read<Page<OrganizationResponse>>();
            codes.AddRange(page.Items.Select(o => o.LevelCode));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(8, codes.Count);
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
