using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class BrowserSessionTests(GatewayApp app)
{
    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);

        var answer = await browser.SignInAsync(person.UserName);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("partycloud-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        var token = cookie.Split('=', 2)[1].Split(';')[0];
        Assert.DoesNotContain(token, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.With(SessionCookie.CsrfOf(token)).GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public void Over_https_the_cookie_is_for_https_and_this_host_alone()
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext { Request = { Scheme = "https", Host = new("party.example") } };

        SessionCookie.Set(http, OpaqueToken.Create());

        var cookie = http.Response.Headers.SetCookie.ToString();
        Assert.StartsWith("__Host-partycloud-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_browser_reads_and_changes_by_its_cookie_as_a_client_does_by_its_token()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null), ("auditor", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);

        var me = await (await browser.Client.GetAsync("/api/v1/me")).Read<MeResponse>();
        Assert.Equal(browser.Csrf, me.Csrf);
        var caller = await app.HandedOnAsync(browser.Client);
        Assert.Equal((person.Id, "cityAdmin"), (caller.UserId, caller.Role));

        var posted = await browser.SendAsync(HttpMethod.Post, "/api/v1/organizations", post: me.Posts.Single(post => post.Role == "auditor").Id);
        var echo = await posted.Read<Echo>();
        Assert.Null(echo.Header("Cookie"));
        Assert.Null(echo.Header("X-CSRF"));
        Assert.NotNull(echo.Header("Authorization"));
    }

    [Theory]
    [InlineData(false, true, "csrf.missing")]
    [InlineData(true, false, "csrf.origin")]
    public async Task What_changes_something_must_come_from_our_own_page(bool withValue, bool withOrigin, string code)
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);

        var refused = await (await browser.SendAsync(HttpMethod.Post, "/api/v1/organizations", withValue, withOrigin)).Refusal(HttpStatusCode.Forbidden);

        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Another_sites_page_changes_nothing_and_signs_nobody_in(string origin)
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);

        browser.Origin = origin;

        Assert.Equal("csrf.origin", (await (await browser.SendAsync(HttpMethod.Post, "/api/v1/organizations")).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.Equal("csrf.origin", (await (await browser.SignInAsync(person.UserName)).Refusal(HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task The_value_of_one_session_does_not_serve_another()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var one = new Browser(app);
        using var other = new Browser(app);
        await one.SignInAsync(person.UserName);
        await other.SignInAsync(person.UserName);

        one.Csrf = other.Csrf;

        Assert.Equal("csrf.missing", (await (await one.SendAsync(HttpMethod.Post, "/api/v1/organizations")).Refusal(HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task Lockout_and_a_disabled_account_are_explained_as_for_every_sign_in()
    {
        var person = await app.HasAccountAsync();
        using var browser = new Browser(app);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("sign-in.refused", (await (await browser.SignInAsync(person.UserName, "Wrong-Password-1")).Refusal(HttpStatusCode.Unauthorized)).Code);
        }

        Assert.Equal("sign-in.locked", (await (await browser.SignInAsync(person.UserName)).Refusal(HttpStatusCode.Unauthorized)).Code);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie_away()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);
        var kept = browser.Cookie;

        var ended = await browser.SendAsync(HttpMethod.Delete, "/api/v1/auth/session");
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Null(browser.Cookie);

        using var thief = app.Anonymous();
        thief.DefaultRequestHeaders.Add("Cookie", kept);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Who_works_stays_signed_in_and_who_rests_for_an_hour_does_not()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);

        for (var half = 0; half < 4; half++)
        {
            app.Later(TimeSpan.FromMinutes(40));
            Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/me")).StatusCode);
        }

        app.Later(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(HttpMethod.Post, "/api/v1/organizations")).StatusCode);
    }

    [Fact]
    public async Task However_much_is_done_in_it_a_browsers_session_ends_after_twelve_hours()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);

        var worked = TimeSpan.Zero;
        while (worked < TimeSpan.FromHours(24) && (await browser.Client.GetAsync("/api/v1/me")).StatusCode == HttpStatusCode.OK)
        {
            app.Later(TimeSpan.FromMinutes(30));
            worked += TimeSpan.FromMinutes(30);
        }

        Assert.InRange(worked, TimeSpan.FromHours(12), TimeSpan.FromHours(12.5));
    }

    [Fact]
    public async Task A_password_changed_elsewhere_ends_the_browsers_session()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var browser = new Browser(app);
        await browser.SignInAsync(person.UserName);
        using var elsewhere = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);

        await elsewhere.PostAsJsonAsync("/api/v1/auth/password", new ChangePasswordRequest(GatewayApp.Password, "Another-Horse-8"), Wire.Json);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/me")).StatusCode);
    }

    /// <summary>Keeps its cookie and says where its page is from, as a browser does.</summary>
    private sealed class Browser : IDisposable
    {
        private readonly GatewayApp app;
        private readonly HttpClientHandler handler = new() { UseCookies = true };

        public Browser(GatewayApp app)
        {
            this.app = app;
            using var anonymous = app.Anonymous();
            Client = new HttpClient(handler) { BaseAddress = anonymous.BaseAddress };
            Origin = anonymous.BaseAddress!.GetLeftPart(UriPartial.Authority);
        }

        public HttpClient Client { get; }

        public string Origin { get; set; }

        public string? Csrf { get; set; }

        public string? Cookie => handler.CookieContainer.GetCookieHeader(Client.BaseAddress!) is { Length: > 0 } header ? header : null;

        public async Task<HttpResponseMessage> SignInAsync(string userName, string password = GatewayApp.Password)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/session")
            {
                Content = JsonContent.Create(new SignInRequest(userName, password), options: Wire.Json),
                Headers = { { "Origin", Origin } },
            };
            var answer = await Client.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                await answer.Content.LoadIntoBufferAsync();
                Csrf = (await answer.Content.ReadFromJsonAsync<BrowserSessionResponse>(Wire.Json))!.Csrf;
            }

            return answer;
        }

        public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, bool withValue = true, bool withOrigin = true, Guid? post = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (withValue)
            {
                request.Headers.Add("X-CSRF", Csrf);
            }

            if (withOrigin)
            {
                request.Headers.Add("Origin", Origin);
            }

            if (post is not null)
            {
                request.Headers.Add("X-Post", post.ToString());
            }

            return await Client.SendAsync(request);
        }

        public void Dispose()
        {
            Client.Dispose();
            handler.Dispose();
        }
    }
}
