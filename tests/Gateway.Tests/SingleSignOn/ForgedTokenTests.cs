using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>What only a false provider, or somebody between it and us, would send.</summary>
[Collection(SharedSingleSignOn.Name)]
public sealed class ForgedTokenTests(SingleSignOnGateway app)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private long Now => app.Clock.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("right", "/")]
    [InlineData("nonce", "/?sso=failed")]
    [InlineData("no nonce", "/?sso=failed")]
    [InlineData("issuer", "/?sso=failed")]
    [InlineData("audience", "/?sso=failed")]
    [InlineData("several audiences", "/?sso=failed")]
    [InlineData("several audiences, us first", "/")]
    [InlineData("expired", "/?sso=failed")]
    [InlineData("never expires", "/?sso=failed")]
    [InlineData("not yet", "/?sso=failed")]
    [InlineData("another key", "/?sso=failed")]
    [InlineData("shared secret", "/?sso=failed")]
    [InlineData("unsigned", "/?sso=failed")]
    [InlineData("no subject", "/?sso=failed")]
    [InlineData("no token", "/?sso=failed")]
    public async Task An_id_token_is_believed_only_if_all_of_it_is_right(string what, string page)
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Forging);
        using var browser = new SignOnBrowser(app);
        var query = QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.Forging)).Query);
        var client = SingleSignOnGateway.ClientOf(SingleSignOnGateway.Forging);
        var claims = new Dictionary<string, object>
        {
            ["iss"] = app.Forger.Name,
            ["aud"] = client,
            ["sub"] = subject,
            ["nonce"] = query["nonce"].ToString(),
            ["iat"] = Now,
            ["exp"] = Now + 300,
        };
        using var other = RSA.Create(2048);
        SigningCredentials? credentials = null;
        switch (what)
        {
            case "nonce": claims["nonce"] = new string('A', 43); break;
            case "no nonce": claims.Remove("nonce"); break;
            case "issuer": claims["iss"] = "https://elsewhere.example"; break;
            case "audience": claims["aud"] = "another"; break;
            case "several audiences": claims["aud"] = new[] { "another", client }; break;
            case "several audiences, us first": (claims["aud"], claims["azp"]) = (new[] { "another", client }, client); break;
            case "expired": claims["exp"] = Now - 300; break;
            case "never expires": claims.Remove("exp"); break;
            case "not yet": claims["nbf"] = Now + 600; break;
            case "another key": credentials = new(new RsaSecurityKey(other) { KeyId = "forging" }, SecurityAlgorithms.RsaSha256); break;
            case "shared secret": credentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes("a secret / of + two sides, and long enough")), SecurityAlgorithms.HmacSha256); break;
            case "no subject": claims.Remove("sub"); break;
        }

        var token = what switch
        {
            "unsigned" => $"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{app.Forger.Sign(claims).Split('.')[1]}.",
            "no token" => "not a token",
            _ => app.Forger.Sign(claims, credentials),
        };

        Assert.Equal(page, await browser.PageAsync(new Uri(app.Address, $"/api/v1/auth/sso/forging/callback?code={app.Forger.CodeFor(token)}&state={query["state"]}")));
        Assert.Equal(page == "/" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await browser.StatusAsync());
    }

    [Fact]
    public async Task An_answer_that_names_another_issuer_is_not_taken_for_this_ones()
    {
        using var browser = new SignOnBrowser(app);
        var state = QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.Forging)).Query)["state"];

        Assert.Equal("/?sso=failed", await browser.PageAsync(new Uri(app.Address, $"/api/v1/auth/sso/forging/callback?code=a&state={state}&iss=https%3A%2F%2Felsewhere.example")));
    }

    [Theory]
    [InlineData("right", HttpStatusCode.OK)]
    [InlineData("by subject", HttpStatusCode.OK)]
    [InlineData("issuer", HttpStatusCode.BadRequest)]
    [InlineData("audience", HttpStatusCode.BadRequest)]
    [InlineData("another key", HttpStatusCode.BadRequest)]
    [InlineData("nonce", HttpStatusCode.BadRequest)]
    [InlineData("no event", HttpStatusCode.BadRequest)]
    [InlineData("event of another kind", HttpStatusCode.BadRequest)]
    [InlineData("neither sid nor sub", HttpStatusCode.BadRequest)]
    [InlineData("no jti", HttpStatusCode.BadRequest)]
    [InlineData("old", HttpStatusCode.BadRequest)]
    [InlineData("no iat", HttpStatusCode.BadRequest)]
    [InlineData("expired", HttpStatusCode.BadRequest)]
    public async Task A_logout_token_is_heeded_only_if_all_of_it_is_right(string what, HttpStatusCode status)
    {
        var (browser, subject, sid) = await SignedOnAsync();
        using var _ = browser;
        var claims = LogoutClaims(sid);
        claims["sub"] = subject;
        using var other = RSA.Create(2048);
        SigningCredentials? credentials = null;
        switch (what)
        {
            case "by subject": claims.Remove("sid"); break;
            case "issuer": claims["iss"] = "https://elsewhere.example"; break;
            case "audience": claims["aud"] = "another"; break;
            case "another key": credentials = new(new RsaSecurityKey(other) { KeyId = "forging" }, SecurityAlgorithms.RsaSha256); break;
            case "nonce": claims["nonce"] = "a"; break;
            case "no event": claims.Remove("events"); break;
            case "event of another kind": claims["events"] = new Dictionary<string, object> { ["urn:other"] = new Dictionary<string, object>() }; break;
            case "neither sid nor sub": claims.Remove("sid"); claims.Remove("sub"); break;
            case "no jti": claims.Remove("jti"); break;
            case "old": claims["iat"] = Now - 600; break;
            case "no iat": claims.Remove("iat"); break;
            case "expired": claims["exp"] = Now - 600; break;
        }

        using var answer = await NotifyAsync(app.Forger.Sign(claims, credentials));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, await browser.StatusAsync());
    }

    [Fact]
    public async Task A_logout_token_serves_once()
    {
        var (browser, _, sid) = await SignedOnAsync();
        using var signedOn = browser;
        var token = app.Forger.Sign(LogoutClaims(sid));
        Assert.Equal(HttpStatusCode.OK, (await NotifyAsync(token)).StatusCode);

        Assert.Equal("sign-on.logout-token", (await (await NotifyAsync(token)).Refusal(HttpStatusCode.BadRequest)).Code);
    }

    [Fact]
    public async Task What_is_no_logout_token_is_refused_in_words()
    {
        using var anyone = app.Anonymous();
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var huge = new StringContent("logout_token=" + new string('a', 100_000), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var torn = new StringContent("--x", Encoding.UTF8, "multipart/form-data");

        foreach (var content in new HttpContent?[] { json, huge, torn, null })
        {
            Assert.Equal("sign-on.logout-token", (await (await anyone.PostAsync("/api/v1/auth/sso/forging/back-channel-logout", content)).Refusal(HttpStatusCode.BadRequest)).Code);
        }
    }

    [Fact]
    public void An_identity_number_for_a_subject_is_shown_to_nobody()
    {
        var identity = ExternalIdentity.Link("a", "id:110101190001010005", Guid.Empty, null, app.Clock.GetUtcNow());

        Assert.Equal("id:110***********0005", identity.SubjectMasked);
        Assert.Equal("u-12345", ExternalIdentity.Link("a", "u-12345", Guid.Empty, null, app.Clock.GetUtcNow()).SubjectMasked);
    }

    private Dictionary<string, object> LogoutClaims(string sid) => new()
    {
        ["iss"] = app.Forger.Name,
        ["aud"] = SingleSignOnGateway.ClientOf(SingleSignOnGateway.Forging),
        ["iat"] = Now,
        ["jti"] = Guid.CreateVersion7().ToString(),
        ["sid"] = sid,
        ["events"] = new Dictionary<string, object> { [Event] = new Dictionary<string, object>() },
    };

    private async Task<(SignOnBrowser Browser, string Subject, string Sid)> SignedOnAsync()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Forging);
        var browser = new SignOnBrowser(app);
        var query = QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.Forging)).Query);
        var sid = Guid.CreateVersion7().ToString();
        var token = app.Forger.Sign(new Dictionary<string, object>
        {
            ["iss"] = app.Forger.Name,
            ["aud"] = SingleSignOnGateway.ClientOf(SingleSignOnGateway.Forging),
            ["sub"] = subject,
            ["sid"] = sid,
            ["nonce"] = query["nonce"].ToString(),
            ["iat"] = Now,
            ["exp"] = Now + 300,
        });
        Assert.Equal("/", await browser.PageAsync(new Uri(app.Address, $"/api/v1/auth/sso/forging/callback?code={app.Forger.CodeFor(token)}&state={query["state"]}")));
        return (browser, subject, sid);
    }

    private async Task<HttpResponseMessage> NotifyAsync(string token)
    {
        using var provider = app.Anonymous();
        using var form = new FormUrlEncodedContent([new("logout_token", token)]);
        return await provider.PostAsync("/api/v1/auth/sso/forging/back-channel-logout", form);
    }
}
