using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Auditing;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class ListAuditTests(GatewayApp app)
{
    [Fact]
    public async Task Sign_ins_refusals_and_grants_are_entered_with_who_did_them()
    {
        var person = await app.HasAccountAsync(("auditor", null));
        await app.SignInAsync(person.UserName, "Wrong-Password-1");
        using var auditor = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);

        var own = await ReadAsync(auditor, $"actor={person.UserName}");
        Assert.Equal(["session.started", "session.refused"], own.Items.Select(item => item.Action));
        Assert.StartsWith("sign-in.refused 127.0.0.1", own.Items[1].Fields, StringComparison.Ordinal);

        var about = await ReadAsync(auditor, $"objectId={person.Id}&action=post.*");
        Assert.Equal(("post.granted", "admin", "auditor installation"), about.Items.Select(item => (item.Action, item.ActorName, item.Fields!)).Single());
    }

    [Fact]
    public async Task An_auditor_of_a_district_sees_what_its_posts_did_and_no_more()
    {
        var (east, west) = (await app.HasOrganizationAsync("00b001"), await app.HasOrganizationAsync("00b002"));
        foreach (var district in new[] { east, west })
        {
            using var administrator = await app.AsAsync(("securityAdmin", district));
            await administrator.PostAsJsonAsync(
                "/api/v1/accounts", new CreateAccountRequest($"in-{district:N}", GatewayApp.Password, OrganizationId: district), Wire.Json);
        }

        using var auditor = await app.AsAsync(("auditor", east));

        var seen = await ReadAsync(auditor, "action=account.created&limit=200");
        Assert.Equal([$"in-{east:N}"], seen.Items.Select(item => item.Fields));
    }

    [Fact]
    public async Task The_log_pages_from_the_latest_to_the_first()
    {
        using var auditor = await app.AsAsync(("auditor", null));
        var first = await ReadAsync(auditor, "limit=3");
        var second = await ReadAsync(auditor, $"limit=3&cursor={first.Next}");

        var ids = first.Items.Concat(second.Items).Select(item => item.Id.ToString()).ToList();
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);
        Assert.Equal(6, ids.Distinct().Count());
    }

    [Fact]
    public async Task Reading_the_log_is_a_permission_of_its_own()
    {
        using var business = await app.AsAsync(("cityAdmin", null));
        Assert.Equal("request.forbidden", (await (await business.GetAsync("/api/v1/audit")).Refusal(HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task The_chain_holds_and_nobody_may_touch_an_entry()
    {
        await app.HasAccountAsync(("auditor", null));
        var chain = app.Services.GetRequiredService<AuditChain>();
        while (await chain.SealAsync(default) > 0)
        {
        }

        var (count, broken) = await chain.VerifyAsync(default);
        Assert.True(count > 0);
        Assert.Null(broken);

        await using var connection = new NpgsqlConnection(app.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var role = new NpgsqlCommand("set local role gateway_system; update audit_log set actor_name = 'nobody'", connection);
            await role.ExecuteNonQueryAsync();
        });
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task<Page<AuditItem>> ReadAsync(HttpClient client, string query) =>
        await (await client.GetAsync($"/api/v1/audit?{query}")).Read<Page<AuditItem>>(HttpStatusCode.OK);
}
