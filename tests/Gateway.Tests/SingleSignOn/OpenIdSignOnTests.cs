using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>Signing in at a real OpenID provider.</summary>
[Collection(SharedSingleSignOn.Name)]
public sealed class OpenIdSignOnTests(SingleSignOnGateway app)
{
    [Fact]
    public async Task Anybody_is_told_which_providers_there_are()
    {
        using var anyone = app.Anonymous();

        var providers = await (await anyone.GetAsync("/api/v1/auth/providers")).Read<SignOnProvidersResponse>();

        Assert.Equal([SingleSignOnGateway.City, SingleSignOnGateway.Matching, SingleSignOnGateway.Forging, SingleSignOnGateway.Cas, SingleSignOnGateway.Portal], providers.Items.Select(item => item.Provider));
        Assert.Equal(new SignOnProviderItem(SingleSignOnGateway.Cas, "教育网", "Campus"), providers.Items[3]);
    }

    [Fact]
    public async Task Who_signs_in_at_the_provider_works_here_as_the_account_that_is_linked()
    {
        var (account, subject, identity) = await app.HasLinkedAsync(SingleSignOnGateway.City, ("cityAdmin", null));
        using var browser = new SignOnBrowser(app);

        var page = await browser.SignOnAsync(SingleSignOnGateway.City, subject, "/members?status=formal#第一", "&level=L2");

        Assert.Equal("/members?status=formal#%E7%AC%AC%E4%B8%80", page);
        var me = await browser.MeAsync();
        Assert.Equal((account.Id, account.UserName), (me.Id, me.UserName));
        Assert.Equal("cityAdmin", (await app.HandedOnAsync(browser.Client)).Role);
        using var admin = await app.AdminAsync();
        var kept = Assert.Single((await (await admin.GetAsync($"/api/v1/accounts/{account.Id}/identities")).Read<IdentitiesResponse>()).Items);
        Assert.Equal((identity, subject, $"样例 {subject}", "L2"), (kept.Id, kept.Subject, kept.DisplayName, kept.RealNameLevel));
        Assert.Equal(app.Clock.GetUtcNow(), kept.RealNameLevelAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.NotNull(kept.LastUsedAt);
        Assert.Contains(await AuditAsync(account.Id, "session.started"), fields => fields.EndsWith(" city", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_goes_to_the_provider_carries_a_state_a_nonce_and_a_challenge_and_nothing_of_them_is_kept_in_plain()
    {
        using var browser = new SignOnBrowser(app);
        using var answer = await browser.Client.GetAsync("/api/v1/auth/sso/city");

        var query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal(("code", "S256", "openid profile"), (query["response_type"].ToString(), query["code_challenge_method"].ToString(), query["scope"].ToString()));
        Assert.All((string[])["state", "nonce", "code_challenge"], name => Assert.Equal(43, query[name].ToString().Length));
        Assert.Equal(new Uri(app.Address, "/api/v1/auth/sso/city/callback").AbsoluteUri, query["redirect_uri"].ToString());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("partycloud-sign-on=", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        var rows = string.Join('\n', await app.TextsAsync("select a::text from sign_on_attempts a"));
        Assert.DoesNotContain(query["state"].ToString(), rows, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=', ';')[1], rows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("elsewhere")]
    [InlineData("/api/v1/auth/sso/city")]
    public async Task Nobody_is_sent_to_another_site_or_back_into_the_interface_afterwards(string returnTo)
    {
        using var anyone = app.Anonymous();

        var refused = await (await anyone.GetAsync($"/api/v1/auth/sso/city?returnTo={Uri.EscapeDataString(returnTo)}")).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal("returnTo", Assert.Single(refused.Errors!).Field);
    }

    [Fact]
    public async Task A_state_that_is_forged_or_missing_or_of_another_browser_ends_at_the_sign_in_page()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        using var other = new SignOnBrowser(app);
        var back = await browser.UntilBackAsync(await browser.StartAsync(SingleSignOnGateway.City), subject);
        await other.StartAsync(SingleSignOnGateway.City);

        Assert.Equal("/?sso=state", await browser.PageAsync(new Uri(app.Address, "/api/v1/auth/sso/city/callback?code=x&state=" + new string('A', 43))));
        Assert.Equal("/?sso=state", await browser.PageAsync(new Uri(app.Address, "/api/v1/auth/sso/city/callback?code=x")));
        // An attacker's own answer, laid before his victim: it would sign the victim in as the attacker.
        Assert.Equal("/?sso=state", await other.PageAsync(back));
        Assert.Equal("/?sso=state", await browser.PageAsync(new Uri(back.AbsoluteUri.Replace("/sso/city/", "/sso/matching/", StringComparison.Ordinal))));
        Assert.Equal("/", await browser.PageAsync(back));
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync());
    }

    [Fact]
    public async Task An_answer_serves_once_and_its_code_serves_no_other_attempt()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        var back = await browser.UntilBackAsync(await browser.StartAsync(SingleSignOnGateway.City), subject);
        Assert.Equal("/", await browser.PageAsync(back));

        Assert.Equal("/?sso=state", await browser.PageAsync(back));
        var code = QueryHelpers.ParseQuery(back.Query)["code"].ToString();
        var state = QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.City)).Query)["state"].ToString();
        Assert.Equal("/?sso=failed", await browser.PageAsync(new Uri(app.Address, $"/api/v1/auth/sso/city/callback?code={code}&state={state}")));
    }

    [Fact]
    public async Task An_attempt_ends_after_ten_minutes()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        var back = await browser.UntilBackAsync(await browser.StartAsync(SingleSignOnGateway.City), subject);

        var before = app.Clock.GetUtcNow();
        try
        {
            app.Later(TimeSpan.FromMinutes(11));
            Assert.Equal("/?sso=state", await browser.PageAsync(back));
        }
        finally
        {
            app.Clock.Set(before);
        }
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_is_told_so()
    {
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/imports?sso=refused", await browser.SignOnAsync(SingleSignOnGateway.City, app.Person(), "/imports", "&deny=1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
    }

    [Fact]
    public async Task An_identity_that_nobody_has_opens_nothing_and_makes_nothing()
    {
        var subject = app.Person();
        var before = await app.TextsAsync("select count(*)::text from accounts union all select count(*)::text from external_identities");
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/?sso=unknown", await browser.SignOnAsync(SingleSignOnGateway.City, subject));

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        Assert.Equal(before, await app.TextsAsync("select count(*)::text from accounts union all select count(*)::text from external_identities"));
        Assert.Contains(await app.TextsAsync("select fields from audit_log where action = 'session.refused'"), fields => fields.StartsWith("identity-unknown ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disabled_a_locked_and_an_unfinished_account_are_treated_as_with_a_password()
    {
        var (account, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City, ("cityAdmin", null));
        using var admin = await app.AdminAsync();
        using var browser = new SignOnBrowser(app);

        await app.TextsAsync("update accounts set lockout_end = $2 where id = $1 returning user_name", account.Id, app.Clock.GetUtcNow().AddMinutes(5));
        Assert.Equal("/?sso=locked", await browser.SignOnAsync(SingleSignOnGateway.City, subject));
        await app.TextsAsync("update accounts set lockout_end = null where id = $1 returning user_name", account.Id);

        using var reset = await admin.PostAsJsonAsync($"/api/v1/accounts/{account.Id}/reset-password", new ResetPasswordRequest("Another-Horse-8"), Wire.Json);
        await reset.Read<AccountResponse>();
        Assert.Equal("/", await browser.SignOnAsync(SingleSignOnGateway.City, subject));
        Assert.True((await browser.MeAsync()).MustChangePassword);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Client.GetAsync("/api/v1/accounts")).StatusCode);

        using var disabled = await admin.PostAsJsonAsync($"/api/v1/accounts/{account.Id}/disable", new DisableAccountRequest("sample"), Wire.Json);
        await disabled.Read<AccountResponse>();
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        Assert.Equal("/?sso=disabled", await browser.SignOnAsync(SingleSignOnGateway.City, subject));
    }

    [Fact]
    public async Task An_unknown_provider_is_not_found()
    {
        using var anyone = app.Anonymous();

        foreach (var path in (string[])["/api/v1/auth/sso/none", "/api/v1/auth/sso/none/callback?code=a&state=b", "/api/v1/auth/sso/none/front-channel-logout?iss=a&sid=b"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync(path)).StatusCode);
        }
    }

    private Task<List<string>> AuditAsync(Guid account, string action) => app.TextsAsync("select fields from audit_log where actor_id = $1 and action = $2", account, action);
}
