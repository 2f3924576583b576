using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Me;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>A gateway that was given no password for the first administrator.</summary>
public sealed class UnsetGateway : GatewayApp
{
    protected override string? FirstPassword => null;

    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings.Where(setting => setting.Name != "RateLimits:SignInByAccount:PerSecond"), ("RateLimits:SignInByAccount:PerSecond", "0.001"), ("RateLimits:SignInByAccount:Burst", "12")];
}

public sealed class SetUpTests : IAsyncLifetime
{
    private const string Route = "/api/v1/setup";
    private const string Chosen = "Chosen-Here-2026";

    private readonly UnsetGateway app = new();

    private string Code => app.Services.GetRequiredService<SetUpCode>().Text;

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Who_knows_the_code_makes_the_first_administrator_and_after_that_nobody_does()
    {
        Assert.True((await StateAsync()).Open);
        // Nothing waits for it: the gateway is as healthy as it can be until somebody comes.
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.SignInAsync(FirstAdministrator.UserName, Chosen)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await TryAsync(Code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), Chosen)).StatusCode);

        Assert.False((await StateAsync()).Open);
        using var admin = app.With((await app.TokensOfAsync(FirstAdministrator.UserName, Chosen)).AccessToken);
        var me = await (await admin.GetAsync("/api/v1/me")).Read<MeResponse>();
        Assert.Equal(["cityAdmin", "securityAdmin"], me.Posts.Select(post => post.Role));
        Assert.Equal("setup.done", (await (await TryAsync(Code, "Another-Pass-2026")).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.SignInAsync(FirstAdministrator.UserName, "Another-Pass-2026")).StatusCode);
        Assert.Equal(["set-up page"], await app.TextsAsync("select purpose from audit_log where action = 'account.created'"));
    }

    [Fact]
    public async Task A_wrong_code_and_a_weak_password_stand_at_their_fields_and_guessing_is_held_up()
    {
        Assert.Equal(("code", "setup.wrong-code"), await FaultAsync("AAAAA-BBBBB-CCCCC-DDDDD", Chosen));
        Assert.Equal(("password", "password.length"), await FaultAsync(Code, "short"));
        Assert.Equal(("password", "password.has-name"), await FaultAsync(Code, "The-Admin-2026"));
        Assert.True((await StateAsync()).Open);

        HttpStatusCode last = default;
        for (var guess = 0; guess < 12 && last != HttpStatusCode.TooManyRequests; guess++)
        {
            last = (await TryAsync($"guess {guess}", Chosen)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Two_who_come_at_once_make_one_administrator()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => TryAsync(Code, $"Chosen-By-{n}-2026")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.NoContent), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        Assert.Equal(["1"], await app.TextsAsync("select count(*)::text from accounts"));
    }

    [Fact]
    public async Task A_gateway_that_was_given_a_password_is_set_up_from_the_first()
    {
        var given = new GatewayApp();
        await given.InitializeAsync();
        try
        {
            Assert.False((await (await given.Anonymous().GetAsync(Route)).Read<SetUpState>()).Open);
            var code = given.Services.GetRequiredService<SetUpCode>().Text;
            Assert.Equal(HttpStatusCode.Conflict, (await given.Anonymous().PostAsJsonAsync(Route, new SetUpRequest(code, Chosen), Wire.Json)).StatusCode);
            // Another key, another code; and the same one each time it is made from the same key.
            Assert.NotEqual(Code, code);
        }
        finally
        {
            await given.DisposeAsync();
        }
    }

    private async Task<SetUpState> StateAsync() => await (await app.Anonymous().GetAsync(Route)).Read<SetUpState>();

    private Task<HttpResponseMessage> TryAsync(string code, string password) => app.Anonymous().PostAsJsonAsync(Route, new SetUpRequest(code, password), Wire.Json);

    private async Task<(string, string)> FaultAsync(string code, string password)
    {
        var problem = await (await TryAsync(code, password)).Refusal(HttpStatusCode.BadRequest);
        return (problem.Errors![0].Field, problem.Errors[0].Code);
    }
}
