using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class SignInTests(GatewayApp app)
{
    [Fact]
    public async Task The_first_administrator_signs_in_and_holds_the_whole_installation()
    {
        using var admin = app.With((await app.TokensOfAsync(FirstAdministrator.UserName, GatewayApp.AdminPassword)).AccessToken);

        var me = await (await admin.GetAsync("/api/v1/me")).Read<MeResponse>();

        Assert.Equal(["cityAdmin", "securityAdmin"], me.Roles);
        Assert.True(me.Scope!.Everything);
        Assert.Equal(Roles.Find("cityAdmin")!.Permissions.Text.Split(' '), me.Permissions);
        Assert.Superset(new HashSet<string>(["organizations.*", "members.*", "assessment.*", "pairing.*", "sharing.check", "operations.*"]), new HashSet<string>(me.Permissions));
    }

    [Fact]
    public async Task A_wrong_password_and_a_name_that_nobody_has_get_the_same_answer()
    {
        var person = await app.HasAccountAsync();

        var wrong = await (await app.SignInAsync(person.UserName, "Wrong-Password-1")).Refusal(HttpStatusCode.Unauthorized);
        var unknown = await (await app.SignInAsync("nobody-of-this-name", "Wrong-Password-1")).Refusal(HttpStatusCode.Unauthorized);

        Assert.Equal("sign-in.refused", wrong.Code);
        Assert.Equal(wrong with { TraceId = null }, unknown with { TraceId = null });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Five_failures_lock_a_name_for_a_quarter_of_an_hour_whether_anyone_has_it_or_not(bool exists)
    {
        var name = exists ? (await app.HasAccountAsync()).UserName : $"stranger-{Guid.CreateVersion7()}";
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("sign-in.refused", (await (await app.SignInAsync(name, "Wrong-Password-1")).Refusal(HttpStatusCode.Unauthorized)).Code);
        }

        Assert.Equal("sign-in.locked", (await (await app.SignInAsync(name, GatewayApp.Password)).Refusal(HttpStatusCode.Unauthorized)).Code);

        app.Later(TimeSpan.FromMinutes(15));
        var after = await app.SignInAsync(name, GatewayApp.Password);
        Assert.Equal(exists ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Guesses_sent_at_once_do_not_slip_past_the_count()
    {
        var person = await app.HasAccountAsync();

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async guess =>
            (await (await app.SignInAsync(person.UserName, $"Wrong-Password-{guess}")).Refusal(HttpStatusCode.Unauthorized)).Code));

        Assert.Equal(5, codes.Count(code => code == "sign-in.refused"));
        Assert.Equal(15, codes.Count(code => code == "sign-in.locked"));
    }

    [Fact]
    public async Task A_sign_in_forgets_the_failures_before_it()
    {
        var person = await app.HasAccountAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                await app.SignInAsync(person.UserName, "Wrong-Password-1");
            }

            await app.TokensOfAsync(person.UserName);
        }
    }

    [Fact]
    public async Task A_disabled_account_is_told_so_only_with_its_password()
    {
        var person = await app.HasAccountAsync(("auditor", null));
        using var session = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);
        using var admin = await app.AdminAsync();

        await (await admin.PostAsJsonAsync($"/api/v1/accounts/{person.Id}/disable", new DisableAccountRequest("left"), Wire.Json)).Read<AccountResponse>();

        Assert.Equal(HttpStatusCode.Unauthorized, (await session.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal("sign-in.disabled", (await (await app.SignInAsync(person.UserName, GatewayApp.Password)).Refusal(HttpStatusCode.Unauthorized)).Code);
        Assert.Equal("sign-in.refused", (await (await app.SignInAsync(person.UserName, "Wrong-Password-1")).Refusal(HttpStatusCode.Unauthorized)).Code);
    }

    [Fact]
    public async Task A_password_that_an_administrator_set_must_be_changed_before_anything_else()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var admin = await app.AdminAsync();
        await (await admin.PostAsJsonAsync($"/api/v1/accounts/{person.Id}/reset-password", new ResetPasswordRequest("Reset-Horse-77"), Wire.Json)).Read<AccountResponse>();

        var tokens = await app.TokensOfAsync(person.UserName, "Reset-Horse-77");
        using var session = app.With(tokens.AccessToken);
        Assert.True(tokens.MustChangePassword);
        Assert.Null((await app.HandedOnAsync(session)).Scope);

        var changed = await session.PostAsJsonAsync("/api/v1/auth/password", new ChangePasswordRequest("Reset-Horse-77", "Fresh-Horse-777"), Wire.Json);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("0", (await app.HandedOnAsync(session)).Scope?.Text);
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_keeps_ones_own()
    {
        var person = await app.HasAccountAsync();
        using var here = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);
        using var elsewhere = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);

        await here.PostAsJsonAsync("/api/v1/auth/password", new ChangePasswordRequest(GatewayApp.Password, "Another-Horse-8"), Wire.Json);

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.SignInAsync(person.UserName, GatewayApp.Password)).StatusCode);
        await app.TokensOfAsync(person.UserName, "Another-Horse-8");
    }

    [Theory]
    [InlineData("Short-1", "password.length")]
    [InlineData("onlysmallletters", "password.kinds")]
    [InlineData("Correct-Horse-7", "password.same")]
    public async Task A_weak_password_is_refused_with_its_rule(string password, string code)
    {
        using var session = await app.AsAsync();

        var problem = await (await session.PostAsJsonAsync(
            "/api/v1/auth/password", new ChangePasswordRequest(GatewayApp.Password, password), Wire.Json)).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal(("newPassword", code), (problem.Errors![0].Field, problem.Errors[0].Code));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once()
    {
        var tokens = await app.TokensOfAsync((await app.HasAccountAsync()).UserName);
        using var session = app.With(tokens.AccessToken);

        Assert.Equal(HttpStatusCode.NoContent, (await session.PostAsync("/api/v1/auth/sign-out", null)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await session.GetAsync("/api/v1/organizations")).StatusCode);
        var refreshed = await app.Anonymous().PostAsJsonAsync("/api/v1/auth/refresh", new RefreshRequest(tokens.RefreshToken), Wire.Json);
        Assert.Equal(HttpStatusCode.Unauthorized, refreshed.StatusCode);
    }
}
