using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Sessions;

public sealed record PasswordRequest([Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string Password);

public sealed record CodeRequest([Required, StringLength(20, MinimumLength = 6)] string Code);

/// <summary>What an authenticator app (身份验证器) needs.</summary>
/// <param name="Key">Base 32, to be typed in.</param>
/// <param name="Uri">The same for a QR code.</param>
public sealed record SecondFactorKey(string Key, string Uri);

/// <param name="Codes">Shown this once; each serves once in place of the second factor.</param>
public sealed record RecoveryCodesResponse(IReadOnlyList<string> Codes);

/// <summary>Second factor by time-based codes after RFC 6238: asked for, confirmed with a first code, then needed at every sign-in.</summary>
internal static class SecondFactor
{
    public static async Task<Ok<SecondFactorKey>> Enrol(
        PasswordRequest request, Caller caller, HttpContext http, GatewayDb db, Credentials credentials, UserManager<Account> users, CancellationToken cancel)
    {
        var account = await credentials.RequireAsync(caller, request.Password, cancel);
        Rule.Require(!account.TwoFactorEnabled, "second-factor.enabled");
        db.Record(caller, "account.second-factor-asked", "account", account.Id);
        await users.ResetAuthenticatorKeyAsync(account);
        var key = (await users.GetAuthenticatorKeyAsync(account))!;
        var name = UrlEncoder.Default.Encode(account.UserName!);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SecondFactorKey(key, $"otpauth://totp/PartyCloud:{name}?secret={key}&issuer=PartyCloud&digits=6"));
    }

    public static async Task<Ok<RecoveryCodesResponse>> Confirm(
        CodeRequest request, Caller caller, HttpContext http, GatewayDb db, UserManager<Account> users, SecondFactorCheck check, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == caller.UserId, cancel);
        Rule.Require(!account.TwoFactorEnabled, "second-factor.enabled");
        Rule.Require(await users.GetAuthenticatorKeyAsync(account) is not null, "second-factor.not-asked");
        Rule.Require(
            await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, request.Code), "second-factor.wrong-code");
        account.SecondFactorChanged(enabled: true);
        account.SignedIn(request.Code);
        var codes = await check.RenewRecoveryCodesAsync(account, cancel);
        db.Record(caller, "account.second-factor-enabled", "account", account.Id);
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RecoveryCodesResponse(codes));
    }

    public static async Task<Ok<RecoveryCodesResponse>> RenewCodes(
        PasswordRequest request, Caller caller, HttpContext http, GatewayDb db, Credentials credentials, SecondFactorCheck check, CancellationToken cancel)
    {
        var account = await credentials.RequireAsync(caller, request.Password, cancel);
        Rule.Require(account.TwoFactorEnabled, "second-factor.not-enabled");
        var codes = await check.RenewRecoveryCodesAsync(account, cancel);
        db.Record(caller, "account.recovery-codes-renewed", "account", account.Id, codes.Length.ToString(CultureInfo.InvariantCulture));
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RecoveryCodesResponse(codes));
    }

    public static async Task<NoContent> Remove(
        PasswordRequest request, Caller caller, GatewayDb db, Credentials credentials, CancellationToken cancel)
    {
        var account = await credentials.RequireAsync(caller, request.Password, cancel);
        Rule.Require(account.TwoFactorEnabled, "second-factor.not-enabled");
        await db.RemoveSecondFactorAsync(account, cancel);
        db.Record(caller, "account.second-factor-removed", "account", account.Id);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Forgets key and recovery codes with the next save.</summary>
    public static async Task RemoveSecondFactorAsync(this GatewayDb db, Account account, CancellationToken cancel)
    {
        account.SecondFactorChanged(enabled: false);
        db.RemoveRange(await db.Set<IdentityUserToken<Guid>>().Where(token => token.UserId == account.Id).ToListAsync(cancel));
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(code => code.AccountId == account.Id).ToListAsync(cancel));
    }
}
