using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>Who signs out at the provider is signed out here, and who signs out here goes on to sign out there.</summary>
[Collection(SharedSingleSignOn.Name)]
public sealed partial class ProviderLogoutTests(SingleSignOnGateway app)
{
    [Fact]
    public async Task Signing_out_at_the_provider_ends_the_session_by_the_back_channel_and_no_other_session_of_the_person()
    {
        var (account, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        using var elsewhere = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.City, subject);
        await elsewhere.SignOnAsync(SingleSignOnGateway.City, subject);
        using var byPassword = app.With((await app.TokensOfAsync(account.UserName)).AccessToken);

        await SignOutAtProviderAsync(browser);

        await Eventually.Holds(async () => await browser.StatusAsync() == HttpStatusCode.Unauthorized, what: "The end of the session");
        Assert.Equal(HttpStatusCode.OK, await elsewhere.StatusAsync());
        Assert.Equal(HttpStatusCode.OK, (await byPassword.GetAsync("/api/v1/me")).StatusCode);
        Assert.Contains("provider-signed-out city", await app.TextsAsync("select fields from audit_log where actor_id = $1 and action = 'session.ended'", account.Id));
        Assert.Equal(["provider-signed-out"], await app.TextsAsync("select end_reason from sessions where account_id = $1 and ended_at is not null and provider_hint is null", account.Id));
    }

    [Fact]
    public async Task Another_replica_of_the_gateway_refuses_the_session_when_it_looks_again()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.City, subject);
        // The cookie jar knows hosts and not ports, as browsers do.
        var replica = new Uri(app.Replica, "/api/v1/me");
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync(replica)).StatusCode);

        await SignOutAtProviderAsync(browser);
        await Eventually.Holds(async () => await browser.StatusAsync() == HttpStatusCode.Unauthorized);
        app.Later(TimeSpan.FromSeconds(6));

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync(replica)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_here_says_where_to_go_on_and_the_provider_knows_whom_to_sign_out()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.City, subject);
        var me = await browser.MeAsync();

        var answer = await (await browser.SendAsync(HttpMethod.Delete, "/api/v1/auth/session", csrf: me.Csrf)).Read<SignedOutResponse>();

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        var query = QueryHelpers.ParseQuery(answer.ContinueAt.Query);
        Assert.Equal(new Uri(app.Provider.Issuer, "/session/end").AbsoluteUri, answer.ContinueAt.GetLeftPart(UriPartial.Path));
        Assert.Equal(subject, new JsonWebToken(query["id_token_hint"]).Subject);
        Assert.Equal(new Uri(app.Address, "/").AbsoluteUri, query["post_logout_redirect_uri"]);
        Assert.Equal(app.Address.AbsoluteUri, (await ConfirmAsync(browser, answer.ContinueAt))?.AbsoluteUri);
        // Whoever comes next has to say anew who he is.
        var start = await browser.StartAsync(SingleSignOnGateway.City);
        using var asked = await browser.Client.GetAsync(start);
        Assert.StartsWith("/interaction/", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signed_in_with_a_password_is_sent_nowhere_after_signing_out()
    {
        using var browser = new SignOnBrowser(app);
        await browser.SignInAsync((await app.HasAccountAsync()).UserName);
        var me = await browser.MeAsync();

        using var answer = await browser.SendAsync(HttpMethod.Delete, "/api/v1/auth/session", csrf: me.Csrf);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task A_frame_of_the_providers_page_ends_the_session_without_its_cookie()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.City, subject);
        // Another window of the same session at the provider, from which the id of that session is read.
        using var window = new SignOnBrowser(app, browser);
        await window.SignOnAsync(SingleSignOnGateway.City, subject);
        var out1 = await (await window.SendAsync(HttpMethod.Delete, "/api/v1/auth/session", csrf: (await window.MeAsync()).Csrf)).Read<SignedOutResponse>();
        var sid = new JsonWebToken(QueryHelpers.ParseQuery(out1.ContinueAt.Query)["id_token_hint"]).GetPayloadValue<string>("sid");
        using var frame = app.Anonymous();
        var issuer = Uri.EscapeDataString(app.Provider.Issuer.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.BadRequest, (await frame.GetAsync($"/api/v1/auth/sso/city/front-channel-logout?iss=https%3A%2F%2Felsewhere.example&sid={sid}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await frame.GetAsync($"/api/v1/auth/sso/city/front-channel-logout?iss={issuer}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await frame.GetAsync($"/api/v1/auth/sso/city/front-channel-logout?iss={issuer}&sid=another")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync());
        using var answer = await frame.GetAsync($"/api/v1/auth/sso/city/front-channel-logout?iss={issuer}&sid={sid}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.Contains($"frame-ancestors {app.Provider.Issuer.GetLeftPart(UriPartial.Authority)};", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var other = await frame.GetAsync("/api/v1/auth/providers");
        Assert.Equal("DENY", other.Headers.GetValues("X-Frame-Options").Single());
    }

    /// <summary>The person signs out on the provider's own page, which tells the gateway.</summary>
    private async Task SignOutAtProviderAsync(SignOnBrowser browser) => await ConfirmAsync(browser, new Uri(app.Provider.Issuer, "/session/end"));

    private async Task<Uri?> ConfirmAsync(SignOnBrowser browser, Uri end)
    {
        var page = await browser.Client.GetStringAsync(end);
        using var form = new FormUrlEncodedContent([new("xsrf", Xsrf().Match(page).Groups[1].Value), new("logout", "yes")]);
        using var answer = await browser.Client.PostAsync(new Uri(app.Provider.Issuer, "/session/end/confirm"), form);
        Assert.True((int)answer.StatusCode is 302 or 303, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location is { } location ? new Uri(app.Provider.Issuer, location) : null;
    }

    [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"")]
    private static partial Regex Xsrf();
}
