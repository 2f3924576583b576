using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class RefreshSessionTests(GatewayApp app)
{
    [Fact]
    public async Task A_refresh_token_gives_new_tokens_once()
    {
        var first = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);
        app.Later(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(first.AccessToken));

        var second = await (await Refresh(first.RefreshToken)).Read<TokenResponse>();

        Assert.Equal(HttpStatusCode.OK, await StatusOf(second.AccessToken));
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_ends_the_session_for_both()
    {
        var first = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);
        var second = await (await Refresh(first.RefreshToken)).Read<TokenResponse>();
        Assert.Equal(HttpStatusCode.OK, await StatusOf(second.AccessToken));

        Assert.Equal("session.over", (await (await Refresh(first.RefreshToken)).Refusal(HttpStatusCode.Unauthorized)).Code);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(second.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Refresh(second.RefreshToken)).StatusCode);
    }

    [Fact]
    public async Task Of_two_who_refresh_at_once_one_at_most_gets_tokens()
    {
        var tokens = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Refresh(tokens.RefreshToken)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(tokens.AccessToken));
    }

    [Fact]
    public async Task A_session_ends_after_a_week_however_often_it_is_refreshed()
    {
        var tokens = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);
        for (var refresh = 0; refresh < 15; refresh++)
        {
            app.Later(TimeSpan.FromHours(11));
            tokens = await (await Refresh(tokens.RefreshToken)).Read<TokenResponse>();
        }

        app.Later(TimeSpan.FromHours(4));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Refresh(tokens.RefreshToken)).StatusCode);
    }

    [Fact]
    public async Task An_access_token_is_no_refresh_token_and_the_other_way_round()
    {
        var tokens = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Refresh(tokens.AccessToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(tokens.RefreshToken));
    }

    [Fact]
    public async Task Tokens_are_kept_by_their_hashes_alone()
    {
        var tokens = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);

        Assert.NotEmpty(await app.TextsAsync("select encode(hash, 'hex') from session_tokens where hash = $1", OpaqueToken.Hash(tokens.AccessToken)));
        Assert.Empty(await app.TextsAsync("select t::text from session_tokens t where t::text like '%' || $1 || '%'", tokens.AccessToken));
    }

    private Task<HttpResponseMessage> Refresh(string token) =>
        app.Anonymous().PostAsJsonAsync("/api/v1/auth/refresh", new RefreshRequest(token), Wire.Json);

    private async Task<HttpStatusCode> StatusOf(string accessToken)
    {
        using var client = app.With(accessToken);
        return (await client.GetAsync("/api/v1/me")).StatusCode;
    }
}
