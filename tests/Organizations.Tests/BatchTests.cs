using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

public sealed class BatchTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    [Fact]
    public async Task Many_are_read_by_id_and_by_code_in_the_order_asked_and_what_is_out_of_reach_is_missing()
    {
        var root = await Root();
        var (one, two) = (await app.Registered("一支部", root.Id), await app.Registered("二支部", root.Id));
        var foreign = await app.Registered("外支部", (await Root()).Id);
        using var client = app.As(root.LevelCode, "organizations.read");

        var read = await (await client.PostAsJsonAsync(
            "/api/v1/organizations/batch-get", new BatchGetOrganizationsRequest([two.Id, foreign.Id, one.Id, two.Id], [root.Code, "没有", one.Code]), Wire.Json)).Read<BatchGetOrganizationsResponse>();

        Assert.Equal([two.Id, one.Id, root.Id], read.Items.Select(o => o.Id));
        Assert.Equal([foreign.Id], read.MissingIds);
        Assert.Equal(["没有"], read.MissingCodes);
        foreach (var wrong in (BatchGetOrganizationsRequest[])[new(), new([], []), new([.. Enumerable.Range(0, 1001).Select(_ => Guid.CreateVersion7())]), new([.. Enumerable.Range(0, 1000).Select(_ => Guid.CreateVersion7())], ["x"])])
        {
            Assert.Equal("ids", Assert.Single((await (await client.PostAsJsonAsync("/api/v1/organizations/batch-get", wrong, Wire.Json)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        }
    }

    [Fact]
    public async Task Each_item_is_done_whole_or_refused_with_its_own_problem()
    {
        var root = await Root();
        var foreign = await Root();
        using var client = app.As(root.LevelCode, "organizations.*");
        await app.ExecuteAsync("delete from outbox");
        var code = $"b{Guid.CreateVersion7():N}";

        var answer = await Sent(client, "register", null, new
        {
            items = new object?[]
            {
                new { name = "甲支部", kind = "branch", domainType = "village", parentId = root.Id, code },
                new { name = " ", kind = "branch", domainType = "village", parentId = root.Id },
                new { name = "外支部", kind = "branch", domainType = "village", parentId = foreign.Id },
                new { name = "同码支部", kind = "branch", domainType = "village", parentId = root.Id, code },
                new { name = "无类型支部", kind = "branch", domainType = "nothing", parentId = root.Id },
                null,
                new { name = "乙支部", kind = "branch", domainType = "village", parentId = root.Id },
            },
        });
        var batch = await answer.Read<BatchResponse<OrganizationResponse>>();

        Assert.Equal((2, 5), (batch.Done, batch.Refused));
        Assert.Equal([201, 400, 404, 409, 400, 400, 201], batch.Items.Select(item => item.Status));
        Assert.Equal(Enumerable.Range(0, 7), batch.Items.Select(item => item.Index));
        Assert.Equal(["甲支部", null, null, null, null, null, "乙支部"], batch.Items.Select(item => item.Result?.Name));
        Assert.Equal(
            [null, "request.invalid", "request.not-found", "unique.organization_code", "request.invalid", "request.invalid", null], batch.Items.Select(item => item.Problem?.Code));
        Assert.Equal("name", Assert.Single(batch.Items[1].Problem!.Errors!).Field);
        Assert.Equal("domainType", Assert.Single(batch.Items[4].Problem!.Errors!).Field);
        Assert.Equal(2, (await app.OutboxAsync<OrganizationState>()).Count);
        Assert.Equal(3, (await app.Rollup(root.Id)).Organizations.Total);
        Assert.Equal(2, (await app.RowsAsync("select count(*) from audit_log where action = 'partyOrganization.added' and level_code = $1", row => row.GetInt64(0), root.LevelCode))[0]);
    }

    [Fact]
    public async Task A_stale_version_refuses_its_item_alone_and_an_unknown_one_is_not_found()
    {
        var root = await Root();
        var (one, two) = (await app.Registered("一支部", root.Id), await app.Registered("二支部", root.Id));
        using var client = app.As(root.LevelCode, "organizations.change");

        var batch = await (await Sent(client, "change", null, new BatchChangeOrganizationsRequest(
        [
            new(one.Id, new("改一"), 1), new(one.Id, new("再改一"), 1), new(two.Id, new("改二")), new(Guid.CreateVersion7(), new("没有")), new(two.Id, new(RegionCode: "x")),
        ]))).Read<BatchResponse<OrganizationResponse>>();

        Assert.Equal([200, 412, 200, 404, 400], batch.Items.Select(item => item.Status));
        Assert.Equal("change.regionCode", Assert.Single(batch.Items[4].Problem!.Errors!).Field);
        Assert.Equal(("改一", 2), (batch.Items[0].Result!.Name, batch.Items[0].Result!.Version));
        Assert.Equal(HttpStatusCode.Forbidden, (await Sent(client, "register", null, new { items = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Sent(client, "change", null, new { items = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Sent(client, "change", null, new BatchChangeOrganizationsRequest([.. Enumerable.Repeat(new OrganizationChange(one.Id, new("多")), 1001)]))).StatusCode);
    }

    [Fact]
    public async Task Under_one_key_a_batch_is_done_once_and_another_body_is_refused()
    {
        var root = await Root();
        using var client = app.As(root.LevelCode, "organizations.*");
        var request = new BatchRegisterOrganizationsRequest([New("一"), New("二")]);

        var first = await (await Sent(client, "register", "one-key", request)).Content.ReadAsStringAsync();
        var second = await (await Sent(client, "register", "one-key", request)).Content.ReadAsStringAsync();

        Assert.Equal(first, second);
        Assert.Equal(3, (await app.Rollup(root.Id)).Organizations.Total);
        Assert.Equal("idempotency.other-body", (await (await Sent(client, "register", "one-key", new BatchRegisterOrganizationsRequest([New("三")]))).Refusal(HttpStatusCode.UnprocessableEntity)).Code);

        RegisterOrganizationRequest New(string name) => new(name, OrganizationKind.Branch, "village", root.Id);
    }

    [Fact]
    public async Task A_batch_that_broke_off_goes_on_where_it_stopped_and_does_nothing_twice()
    {
        var root = await Root();
        using var client = app.As(root.LevelCode, "organizations.*");
        var request = new BatchRegisterOrganizationsRequest([.. Enumerable.Range(0, 6).Select(n => new RegisterOrganizationRequest($"支部{n}", OrganizationKind.Branch, "village", root.Id))]);
        var whole = await (await Sent(client, "register", "broken", request)).Read<BatchResponse<OrganizationResponse>>();

        // As it stands when the process was killed before the fifth item: nothing was answered, and of the last two nothing was done.
        var undone = whole.Items.Skip(4).Select(item => item.Result!.Id).ToArray();
        await app.ExecuteAsync("delete from batch_items where key = 'broken' and ordinal >= 4");
        await app.ExecuteAsync("delete from party_organizations where id = any($1)", undone);
        await app.ExecuteAsync("update idempotency_keys set status = null, answer = null where key = 'broken'");
        Assert.Equal("idempotency.in-progress", (await (await Sent(client, "register", "broken", request)).Refusal(HttpStatusCode.Conflict)).Code);
        await app.ExecuteAsync("update idempotency_keys set created_at = created_at - interval '2 minutes' where key = 'broken'");

        var again = await (await Sent(client, "register", "broken", request)).Read<BatchResponse<OrganizationResponse>>();

        Assert.Equal([200, 200, 200, 200, 201, 201], again.Items.Select(item => item.Status));
        Assert.Equal(whole.Items.Take(4).Select(item => item.Result!.Id), again.Items.Take(4).Select(item => item.Result!.Id));
        Assert.Equal(7, (await app.Rollup(root.Id)).Organizations.Total);
        Assert.Equal(again.Items.Select(item => item.Result!.Id), (await (await Sent(client, "register", "broken", request)).Read<BatchResponse<OrganizationResponse>>()).Items.Select(item => item.Result!.Id));
    }

    private static async Task<HttpResponseMessage> Sent<T>(HttpClient client, string what, string? key, T body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/organizations/batch-{what}") { Content = JsonContent.Create(body, options: Wire.Json) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    private Task<OrganizationResponse> Root() => app.Registered("样例县委", null, OrganizationKind.Committee, "governmentOrgan");
}
