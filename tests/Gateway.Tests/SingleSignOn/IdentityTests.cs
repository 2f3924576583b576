using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>Whose an identity is: linked by an administrator, by its owner, or by the user name where the provider is trusted with it.</summary>
[Collection(SharedSingleSignOn.Name)]
public sealed class IdentityTests(SingleSignOnGateway app)
{
    [Fact]
    public async Task An_owner_links_his_identity_by_going_there_and_comes_in_by_it_until_he_unlinks_it()
    {
        var (account, subject) = (await app.HasAccountAsync(), app.Person());
        using var browser = new SignOnBrowser(app);
        await browser.SignInAsync(account.UserName);

        Assert.Equal("/account?sso=linked", await LinkAsync(browser, SingleSignOnGateway.City, subject));

        var identity = Assert.Single((await (await browser.Client.GetAsync("/api/v1/me/identities")).Read<IdentitiesResponse>()).Items);
        Assert.Equal((SingleSignOnGateway.City, subject, (Guid?)account.Id), (identity.Provider, identity.Subject, identity.LinkedBy));
        using var other = new SignOnBrowser(app);
        Assert.Equal("/", await other.SignOnAsync(SingleSignOnGateway.City, subject));
        Assert.Equal(account.Id, (await other.MeAsync()).Id);

        using var unlinked = await browser.SendAsync(HttpMethod.Delete, $"/api/v1/me/identities/{identity.Id}", csrf: (await browser.MeAsync()).Csrf);
        Assert.Equal(HttpStatusCode.NoContent, unlinked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync());
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync());
        Assert.Equal("/?sso=unknown", await other.SignOnAsync(SingleSignOnGateway.City, subject));
        Assert.Equal([$"city {subject}", $"city {subject}"], await app.TextsAsync("select fields from audit_log where object_id = $1 and action like 'identity.%' order by at", account.Id));
    }

    [Fact]
    public async Task Linking_asks_for_the_password_a_page_of_ours_and_a_provider_that_is_there()
    {
        var account = await app.HasAccountAsync();
        using var browser = new SignOnBrowser(app);
        await browser.SignInAsync(account.UserName);
        var csrf = (await browser.MeAsync()).Csrf;

        Assert.Equal("password.wrong", (await (await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest("city", "Wrong-Password-1"), csrf)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("csrf.missing", (await (await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest("city", GatewayApp.Password))).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.Equal("provider", Assert.Single((await (await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest("none", GatewayApp.Password), csrf)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
    }

    [Fact]
    public async Task Whose_first_password_another_knows_changes_it_before_he_links_anything()
    {
        var account = await app.HasAccountAsync();
        using var admin = await app.AdminAsync();
        using var reset = await admin.PostAsJsonAsync($"/api/v1/accounts/{account.Id}/reset-password", new ResetPasswordRequest(GatewayApp.Password), Wire.Json);
        using var browser = new SignOnBrowser(app);
        await browser.SignInAsync(account.UserName);

        var refused = await (await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest("city", GatewayApp.Password), (await browser.MeAsync()).Csrf)).Refusal(HttpStatusCode.Conflict);

        Assert.Equal("identity.password-first", refused.Code);
    }

    [Fact]
    public async Task An_identity_of_another_stays_anothers_and_each_account_has_one_of_a_provider()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        var account = await app.HasAccountAsync();
        using var browser = new SignOnBrowser(app);
        await browser.SignInAsync(account.UserName);

        Assert.Equal("/account?sso=taken", await LinkAsync(browser, SingleSignOnGateway.City, subject));
        Assert.Empty((await (await browser.Client.GetAsync("/api/v1/me/identities")).Read<IdentitiesResponse>()).Items);

        using var admin = await app.AdminAsync();
        await (await admin.PostAsJsonAsync($"/api/v1/accounts/{account.Id}/identities", new LinkIdentityRequest("city", app.Person()), Wire.Json)).Read<IdentityResponse>(HttpStatusCode.Created);
        var csrf = (await browser.MeAsync()).Csrf;
        Assert.Equal("identity.has-one", (await (await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest("city", GatewayApp.Password), csrf)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("unique.external_identity_account", (await (await admin.PostAsJsonAsync($"/api/v1/accounts/{account.Id}/identities", new LinkIdentityRequest("city", app.Person()), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
        var third = await app.HasAccountAsync();
        Assert.Equal("unique.external_identity_subject", (await (await admin.PostAsJsonAsync($"/api/v1/accounts/{third.Id}/identities", new LinkIdentityRequest("city", subject), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_link_that_was_begun_in_a_session_that_is_over_comes_to_nothing()
    {
        var (account, subject) = (await app.HasAccountAsync(), app.Person());
        using var browser = new SignOnBrowser(app);
        await browser.SignInAsync(account.UserName);
        var me = await browser.MeAsync();
        var begun = await (await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest("city", GatewayApp.Password), me.Csrf)).Read<LinkOwnIdentityResponse>();
        await browser.SendAsync(HttpMethod.Delete, "/api/v1/auth/session", csrf: me.Csrf);

        Assert.Equal("/account?sso=session-over", await browser.FollowAsync(begun.ContinueAt, subject));
        Assert.Empty(await app.TextsAsync("select subject from external_identities where subject = $1", subject));
    }

    [Fact]
    public async Task An_administrator_unlinks_and_ends_what_began_by_it()
    {
        var (account, subject, identity) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.City, subject);
        using var admin = await app.AdminAsync();

        using var answer = await admin.DeleteAsync($"/api/v1/accounts/{account.Id}/identities/{identity}");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"/api/v1/accounts/{account.Id}/identities/{identity}")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_links_within_his_reach_and_to_nobody_who_holds_more_than_he()
    {
        var (east, west) = (await app.HasOrganizationAsync("0s1"), await app.HasOrganizationAsync("0s2"));
        var (ofEast, ofWest) = (await app.HasAccountAsync(("auditor", east)), await app.HasAccountAsync(("auditor", west)));
        var more = await app.HasAccountAsync(("districtAdmin", west));
        using var clerk = await app.AsAsync(("securityAdmin", west));
        var subject = app.Person();

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsJsonAsync($"/api/v1/accounts/{ofEast.Id}/identities", new LinkIdentityRequest("city", subject), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/api/v1/accounts/{ofEast.Id}/identities")).StatusCode);
        Assert.Equal("account.holds-more", (await (await clerk.PostAsJsonAsync($"/api/v1/accounts/{more.Id}/identities", new LinkIdentityRequest("city", subject), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
        using var auditor = app.With((await app.TokensOfAsync(ofWest.UserName)).AccessToken);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.PostAsJsonAsync($"/api/v1/accounts/{ofWest.Id}/identities", new LinkIdentityRequest("city", subject), Wire.Json)).StatusCode);

        await (await clerk.PostAsJsonAsync($"/api/v1/accounts/{ofWest.Id}/identities", new LinkIdentityRequest("city", subject), Wire.Json)).Read<IdentityResponse>(HttpStatusCode.Created);
        using var browser = new SignOnBrowser(app);
        Assert.Equal("/", await browser.SignOnAsync(SingleSignOnGateway.City, subject));
    }

    [Fact]
    public async Task Where_the_settings_say_so_an_identity_is_linked_by_the_user_name_once_and_for_all()
    {
        var account = await app.HasAccountAsync();
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/", await browser.SignOnAsync(SingleSignOnGateway.Matching, account.UserName));
        Assert.Equal(account.Id, (await browser.MeAsync()).Id);
        Assert.Equal([account.UserName], await app.TextsAsync("select subject from external_identities where account_id = $1 and linked_by is null", account.Id));

        // The name is given to another person there, under another subject: he is not the same person here.
        await app.TextsAsync("update external_identities set subject = 'the former one ' || subject where account_id = $1 returning subject", account.Id);
        using var successor = new SignOnBrowser(app);
        Assert.Equal("/?sso=unknown", await successor.SignOnAsync(SingleSignOnGateway.Matching, account.UserName));
        // And where they do not say so, a name is nothing.
        Assert.Equal("/?sso=unknown", await successor.SignOnAsync(SingleSignOnGateway.City, (await app.HasAccountAsync()).UserName));
    }

    private static async Task<string> LinkAsync(SignOnBrowser browser, string provider, string subject)
    {
        var answer = await browser.SendAsync(HttpMethod.Post, "/api/v1/me/identities", new LinkOwnIdentityRequest(provider, GatewayApp.Password), (await browser.MeAsync()).Csrf);
        return await browser.FollowAsync((await answer.Read<LinkOwnIdentityResponse>()).ContinueAt, subject);
    }
}
