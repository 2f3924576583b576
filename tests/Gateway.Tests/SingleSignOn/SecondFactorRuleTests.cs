using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>An account that demands a second factor demands it of who comes from a provider too, unless the provider has seen to it.</summary>
[Collection(SharedSingleSignOn.Name)]
public sealed class SecondFactorRuleTests(SingleSignOnGateway app)
{
    private const string Path = "/api/v1/auth/sso/code";

    [Fact]
    public async Task The_code_is_asked_for_and_then_the_session_begins()
    {
        var (name, subject, key) = await HasSecondFactorAsync();
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/members?sso=code-required", await browser.SignOnAsync(SingleSignOnGateway.City, subject, "/members", "&level=L2"));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
        Assert.Equal("sign-in.code-wrong", (await (await browser.SendAsync(HttpMethod.Post, Path, new CodeRequest(Wrong(key)))).Refusal(HttpStatusCode.Unauthorized)).Code);
        using var other = new SignOnBrowser(app);
        Assert.Equal("sign-on.over", (await (await other.SendAsync(HttpMethod.Post, Path, new CodeRequest(Totp.Code(key, 1)))).Refusal(HttpStatusCode.Unauthorized)).Code);
        using var foreign = await browser.Client.PostAsJsonAsync(Path, new CodeRequest(Totp.Code(key, 1)), Wire.Json);
        Assert.Equal("csrf.origin", (await foreign.Refusal(HttpStatusCode.Forbidden)).Code);

        var answer = await (await browser.SendAsync(HttpMethod.Post, Path, new CodeRequest(Totp.Code(key, 1)))).Read<BrowserSessionResponse>();

        var me = await browser.MeAsync();
        Assert.Equal((name, answer.Csrf), (me.UserName, me.Csrf));
        Assert.Equal("sign-on.over", (await (await browser.SendAsync(HttpMethod.Post, Path, new CodeRequest(Totp.Code(key, -1)))).Refusal(HttpStatusCode.Unauthorized)).Code);
    }

    [Theory]
    [InlineData("&acr=urn:sample:face")]
    [InlineData("&level=L3")]
    [InlineData("&level=L4")]
    public async Task What_the_settings_name_counts_as_the_second_factor(string told)
    {
        var (name, subject, _) = await HasSecondFactorAsync();
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/", await browser.SignOnAsync(SingleSignOnGateway.City, subject, more: told));
        Assert.Equal(name, (await browser.MeAsync()).UserName);
    }

    [Theory]
    [InlineData("&acr=urn:sample:password")]
    [InlineData("&level=L2")]
    [InlineData("&level=L9")]
    public async Task What_they_do_not_name_does_not(string told)
    {
        var (_, subject, _) = await HasSecondFactorAsync();
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/?sso=code-required", await browser.SignOnAsync(SingleSignOnGateway.City, subject, more: told));
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account()
    {
        var (name, subject, key) = await HasSecondFactorAsync();
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.City, subject);
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal("sign-in.code-wrong", (await (await browser.SendAsync(HttpMethod.Post, Path, new CodeRequest(Wrong(key)))).Refusal(HttpStatusCode.Unauthorized)).Code);
        }

        Assert.Equal("sign-in.locked", (await (await browser.SendAsync(HttpMethod.Post, Path, new CodeRequest(Totp.Code(key, 1)))).Refusal(HttpStatusCode.Unauthorized)).Code);
        Assert.Equal("sign-in.locked", (await (await app.SignInAsync(name, GatewayApp.Password, Totp.Code(key, 1))).Refusal(HttpStatusCode.Unauthorized)).Code);
    }

    private static string Wrong(byte[] key)
    {
        var near = Enumerable.Range(-4, 9).Select(step => Totp.Code(key, step)).ToHashSet();
        return Enumerable.Range(0, 100).Select(number => number.ToString("D6", CultureInfo.InvariantCulture)).First(code => !near.Contains(code));
    }

    private async Task<(string Name, string Subject, byte[] Key)> HasSecondFactorAsync()
    {
        var (account, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.City);
        using var session = app.With((await app.TokensOfAsync(account.UserName)).AccessToken);
        var asked = await (await session.PostAsJsonAsync("/api/v1/auth/second-factor", new PasswordRequest(GatewayApp.Password), Wire.Json)).Read<SecondFactorKey>();
        var key = Totp.FromBase32(asked.Key);
        await (await session.PostAsJsonAsync("/api/v1/auth/second-factor/confirm", new CodeRequest(Totp.Code(key)), Wire.Json)).Read<RecoveryCodesResponse>();
        return (account.UserName, subject, key);
    }
}
