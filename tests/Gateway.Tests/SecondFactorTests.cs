using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class SecondFactorTests(GatewayApp app)
{
    [Fact]
    public async Task Once_confirmed_the_code_is_asked_for_at_every_sign_in_and_accepted_once()
    {
        var (name, key, _) = await HasSecondFactorAsync();

        Assert.Equal("sign-in.code-required", await CodeOf(app.SignInAsync(name, GatewayApp.Password)));
        Assert.Equal("sign-in.code-wrong", await CodeOf(app.SignInAsync(name, GatewayApp.Password, WrongCode(key))));

        // The code of the present step was used to confirm; a phone may be a step ahead.
        var code = Totp.Code(key, 1);
        await app.TokensOfAsync(name, GatewayApp.Password, code);
        Assert.Equal("sign-in.code-wrong", await CodeOf(app.SignInAsync(name, GatewayApp.Password, code)));
    }

    [Fact]
    public async Task A_recovery_code_stands_in_once()
    {
        var (name, _, codes) = await HasSecondFactorAsync();

        await app.TokensOfAsync(name, GatewayApp.Password, codes[3]);

        Assert.Equal("sign-in.code-wrong", await CodeOf(app.SignInAsync(name, GatewayApp.Password, codes[3])));
        Assert.Equal(10, codes.Distinct().Count());
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account()
    {
        var (name, key, _) = await HasSecondFactorAsync();
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal("sign-in.code-wrong", await CodeOf(app.SignInAsync(name, GatewayApp.Password, WrongCode(key))));
        }

        Assert.Equal("sign-in.locked", await CodeOf(app.SignInAsync(name, GatewayApp.Password, Totp.Code(key, -1))));
    }

    [Fact]
    public async Task The_right_password_without_a_code_does_not_give_more_guesses()
    {
        var (name, key, _) = await HasSecondFactorAsync();
        for (var guess = 0; guess < 4; guess++)
        {
            await app.SignInAsync(name, GatewayApp.Password, WrongCode(key));
        }

        Assert.Equal("sign-in.code-required", await CodeOf(app.SignInAsync(name, GatewayApp.Password)));
        Assert.Equal("sign-in.locked", await CodeOf(app.SignInAsync(name, GatewayApp.Password, WrongCode(key))));
    }

    [Fact]
    public async Task An_administrator_removes_a_lost_second_factor()
    {
        var (name, _, _) = await HasSecondFactorAsync();
        var id = (await app.TextsAsync("select id::text from accounts where user_name = $1", name))[0];
        using var admin = await app.AdminAsync();

        await (await admin.PostAsync($"/api/v1/accounts/{id}/reset-second-factor", null)).Read<Accounts.AccountResponse>();

        await app.TokensOfAsync(name);
        Assert.Empty(await app.TextsAsync("select value from account_tokens where user_id = $1", Guid.Parse(id)));
    }

    [Fact]
    public async Task Enrolling_asks_for_the_password()
    {
        using var session = await app.AsAsync();

        var refusal = await (await session.PostAsJsonAsync("/api/v1/auth/second-factor", new PasswordRequest("Wrong-Password-1"), Wire.Json)).Refusal(HttpStatusCode.Conflict);

        Assert.Equal("password.wrong", refusal.Code);
    }

    private async Task<(string Name, byte[] Key, IReadOnlyList<string> RecoveryCodes)> HasSecondFactorAsync()
    {
        var name = (await app.HasAccountAsync()).UserName;
        using var session = app.With((await app.TokensOfAsync(name)).AccessToken);
        var asked = await (await session.PostAsJsonAsync("/api/v1/auth/second-factor", new PasswordRequest(GatewayApp.Password), Wire.Json)).Read<SecondFactorKey>();
        Assert.Contains(asked.Key, asked.Uri, StringComparison.Ordinal);
        var key = Totp.FromBase32(asked.Key);
        var codes = await (await session.PostAsJsonAsync("/api/v1/auth/second-factor/confirm", new CodeRequest(Totp.Code(key, 0)), Wire.Json)).Read<RecoveryCodesResponse>();
        return (name, key, codes.Codes);
    }

    private static async Task<string> CodeOf(Task<HttpResponseMessage> answer) => (await (await answer).Refusal(HttpStatusCode.Unauthorized)).Code;

    private static string WrongCode(byte[] key)
    {
        var near = Enumerable.Range(-4, 9).Select(step => Totp.Code(key, step)).ToHashSet();
        return Enumerable.Range(0, 100).Select(number => number.ToString("D6", CultureInfo.InvariantCulture)).First(code => !near.Contains(code));
    }
}
