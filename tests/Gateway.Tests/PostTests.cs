using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Me;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class PostTests(GatewayApp app)
{
    private static readonly string[] AccountVerbs = ["read", "create", "change", "disable", "reset", "grant"];

    [Fact]
    public async Task A_request_acts_under_the_first_post_or_under_the_one_it_names()
    {
        var (east, west) = (await app.HasOrganizationAsync("001001"), await app.HasOrganizationAsync("001002"));
        var person = await app.HasAccountAsync(("committeeClerk", east), ("branchSecretary", west));
        var token = (await app.TokensOfAsync(person.UserName)).AccessToken;

        using var first = app.With(token);
        using var second = app.With(token, person.Posts[1].Id);

        var (one, other) = (await app.HandedOnAsync(first), await app.HandedOnAsync(second));
        Assert.Equal(("committeeClerk", "001001", east), (one.Role, one.Scope!.Text, one.OrganizationId));
        Assert.Equal(("branchSecretary", "001002", west), (other.Role, other.Scope!.Text, other.OrganizationId));
        Assert.True(one.Permissions.Allows("members.admit"));
        Assert.False(other.Permissions.Allows("members.admit"));
        Assert.Equal(person.Id, one.UserId);
    }

    [Fact]
    public async Task Another_persons_post_is_refused_and_the_refusal_is_entered()
    {
        var other = await app.HasAccountAsync(("cityAdmin", null));
        var person = await app.HasAccountAsync(("auditor", null));
        using var session = app.With((await app.TokensOfAsync(person.UserName)).AccessToken, other.Posts[0].Id);

        Assert.Equal("post.not-held", (await (await session.GetAsync("/api/v1/organizations")).Refusal(HttpStatusCode.Forbidden)).Code);

        await Eventually.Holds(async () => (await app.TextsAsync(
            "select fields from audit_log where actor_id = $1 and action = 'request.refused'", person.Id)) is ["GET /api/v1/organizations"]);
    }

    [Fact]
    public async Task A_post_that_is_no_id_is_malformed()
    {
        using var session = await app.AsAsync();
        session.DefaultRequestHeaders.Add("X-Post", "first");

        await (await session.GetAsync("/api/v1/organizations")).Refusal(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Who_holds_no_post_reaches_nothing()
    {
        using var session = await app.AsAsync();

        var caller = await app.HandedOnAsync(session);

        Assert.Null(caller.Scope);
        Assert.False(caller.Permissions.Allows("organizations.read"));
        Assert.Equal(HttpStatusCode.Forbidden, (await session.GetAsync("/api/v1/accounts")).StatusCode);
    }

    [Fact]
    public async Task The_scope_handed_on_follows_an_organization_that_moves_and_ends_with_it()
    {
        var organization = await app.HasOrganizationAsync("002001");
        using var session = await app.AsAsync(("districtAdmin", organization));
        Assert.Equal("002001", (await app.HandedOnAsync(session)).Scope!.Text);

        await app.TellAsync(GatewayApp.State(organization, 2, "002009003"));
        app.Later(TimeSpan.FromSeconds(6));
        Assert.Equal("002009003", (await app.HandedOnAsync(session)).Scope!.Text);

        await app.TellAsync(GatewayApp.State(organization, 3, "002009003", OrganizationStatus.Abolished));
        app.Later(TimeSpan.FromSeconds(6));
        Assert.Null((await app.HandedOnAsync(session)).Scope);
    }

    [Fact]
    public async Task A_post_that_is_withdrawn_is_gone_with_the_next_request()
    {
        var organization = await app.HasOrganizationAsync("002002");
        var person = await app.HasAccountAsync(("districtAdmin", organization));
        using var session = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);
        Assert.NotNull((await app.HandedOnAsync(session)).Scope);
        using var admin = await app.AdminAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/accounts/{person.Id}/posts/{person.Posts[0].Id}")).StatusCode);

        Assert.Null((await app.HandedOnAsync(session)).Scope);
    }

    [Fact]
    public async Task The_token_handed_on_is_made_once_for_a_session_and_post_and_used_until_half_its_time()
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        var first = await TokenAsync();
        Assert.Equal(first, await TokenAsync());
        app.Later(TimeSpan.FromSeconds(100));
        Assert.Equal(first, await TokenAsync());
        app.Later(TimeSpan.FromSeconds(60));
        Assert.NotEqual(first, await TokenAsync());

        async Task<string?> TokenAsync() => (await (await session.GetAsync("/api/v1/members")).Read<Echo>()).Header("Authorization");
    }

    [Fact]
    public async Task Explaining_access_names_the_post_that_says_yes_or_no()
    {
        var (east, west) = (await app.HasOrganizationAsync("003001"), await app.HasOrganizationAsync("003002"));
        using var session = await app.AsAsync(("branchSecretary", east), ("districtAdmin", west));

        Assert.Equal("access.allowed", (await ExplainAsync("members.read", east)).Code);
        Assert.Equal("access.not-in-role", (await ExplainAsync("members.close", east)).Code);
        var elsewhere = await ExplainAsync("members.close", west);
        Assert.Equal((false, "access.under-another-post"), (elsewhere.Allowed, elsewhere.Code));
        Assert.Equal(["access.not-in-role", "access.allowed"], elsewhere.Posts.Select(post => post.Code));
        Assert.Equal("access.out-of-reach", (await ExplainAsync("organizations.read", Guid.CreateVersion7())).Code);

        async Task<AccessResponse> ExplainAsync(string permission, Guid organization) =>
            await (await session.GetAsync($"/api/v1/me/access?permission={permission}&organizationId={organization}")).Read<AccessResponse>();
    }

    [Fact]
    public async Task No_role_but_the_security_administrators_touches_accounts()
    {
        var holders = Roles.All.Where(role => AccountVerbs.Any(verb => role.Permissions.Allows($"accounts.{verb}")));
        Assert.Equal(["securityAdmin"], holders.Select(role => role.Name));

        foreach (var role in Roles.All.Where(role => role.Name != "securityAdmin"))
        {
            using var session = await app.AsAsync((role.Name, null));
            var refused = await session.PostAsJsonAsync("/api/v1/accounts", new CreateAccountRequest("x-never", GatewayApp.Password), Wire.Json);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }
}
