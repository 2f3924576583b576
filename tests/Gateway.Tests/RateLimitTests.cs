using System.Net;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

public sealed class NarrowGateway : GatewayApp
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("RateLimits:Session:PerSecond", "0.001"), ("RateLimits:Session:Burst", "8"), ("RateLimits:Anonymous:PerSecond", "0"),
        ("RateLimits:SignInByAddress:PerSecond", "0"), ("RateLimits:SignInByAccount:PerSecond", "0.001"), ("RateLimits:SignInByAccount:Burst", "12"),
    ];
}

public sealed class RateLimitTests(NarrowGateway app) : IClassFixture<NarrowGateway>
{
    [Fact]
    public async Task A_session_over_its_rate_is_told_when_to_come_back_and_another_is_not()
    {
        using var session = await app.AsAsync(("cityAdmin", null));
        using var other = await app.AsAsync(("cityAdmin", null));
        for (var request = 0; request < 8; request++)
        {
            Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/api/v1/members")).StatusCode);
        }

        var refused = await session.GetAsync("/api/v1/members");

        Assert.Equal("request.too-many", (await refused.Refusal(HttpStatusCode.TooManyRequests)).Code);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/members")).StatusCode);
    }

    [Fact]
    public async Task Sign_ins_to_one_account_are_few_and_those_to_another_are_not_held_up()
    {
        var (person, other) = (await app.HasAccountAsync(), await app.HasAccountAsync());
        for (var attempt = 0; attempt < 12; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.SignInAsync(person.UserName, "Wrong-Password-1")).StatusCode);
        }

        await (await app.SignInAsync(person.UserName, GatewayApp.Password)).Refusal(HttpStatusCode.TooManyRequests);
        await app.TokensOfAsync(other.UserName);
    }
}

public sealed class CrowdedGateway : GatewayApp
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
        [("RateLimits:Anonymous:PerSecond", "0.001"), ("RateLimits:Anonymous:Burst", "60")];
}

public sealed class AnonymousRateLimitTests(CrowdedGateway app) : IClassFixture<CrowdedGateway>
{
    [Fact]
    public async Task Guessing_tokens_is_held_to_the_rate_of_an_address_while_sessions_go_on()
    {
        using var session = await app.AsAsync(("cityAdmin", null));
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/api/v1/members")).StatusCode);

        var statuses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 60; guess++)
        {
            using var client = app.With(Sessions.OpaqueToken.Create());
            statuses.Add((await client.GetAsync("/api/v1/members")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/api/v1/members")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Anonymous().GetAsync("/alive")).StatusCode);
    }
}
