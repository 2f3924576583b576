using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Accounts;

public sealed record ChangeAccountRequest([Required, StringLength(100, MinimumLength = 1)] string DisplayName);

/// <param name="Reason">For the audit log and for the account's owner.</param>
public sealed record DisableAccountRequest([Required, StringLength(200, MinimumLength = 1)] string Reason);

/// <param name="Password">The owner must change it at the next sign-in.</param>
public sealed record ResetPasswordRequest([Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string Password);

/// <summary>Changes of another person's account; each ends or keeps the sessions as it must.</summary>
internal static class ChangeAccount
{
    public static Task<Results<Ok<AccountResponse>, NotFound>> Rename(
        Guid id, ChangeAccountRequest request, IfMatch ifMatch, Caller caller, HttpContext http, ManageAccount manage, CancellationToken cancel) =>
        manage.ChangeAsync(id, caller, http, ifMatch, "account.changed", null, (account, _) =>
        {
            account.Rename(request.DisplayName);
            return Task.FromResult<string?>("displayName");
        }, cancel);

    public static Task<Results<Ok<AccountResponse>, NotFound>> Disable(
        Guid id, DisableAccountRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageAccount manage, CancellationToken cancel) =>
        manage.ChangeAsync(id, caller, http, ifMatch, "account.disabled", request.Reason, async (account, now) =>
        {
            account.Disable(request.Reason, now);
            await db.EndSessionsAsync(id, "account-disabled", now, except: null, cancel);
            return null;
        }, cancel);

    public static Task<Results<Ok<AccountResponse>, NotFound>> Enable(
        Guid id, IfMatch ifMatch, Caller caller, HttpContext http, ManageAccount manage, CancellationToken cancel) =>
        manage.ChangeAsync(id, caller, http, ifMatch, "account.enabled", null, (account, _) =>
        {
            account.Enable();
            return Task.FromResult<string?>(null);
        }, cancel);

    public static Task<Results<Ok<AccountResponse>, NotFound>> ResetPassword(
        Guid id, ResetPasswordRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, IPasswordHasher<Account> hasher,
        ManageAccount manage, CancellationToken cancel) =>
        manage.ChangeAsync(id, caller, http, ifMatch, "account.password-reset", null, async (account, now) =>
        {
            PasswordRules.Check(request.Password, account.UserName!, "password");
            hasher.SetPassword(account, request.Password, byAnother: true);
            await db.EndSessionsAsync(id, "password-reset", now, except: null, cancel);
            return null;
        }, cancel);

    public static Task<Results<Ok<AccountResponse>, NotFound>> ResetSecondFactor(
        Guid id, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageAccount manage, CancellationToken cancel) =>
        manage.ChangeAsync(id, caller, http, ifMatch, "account.second-factor-reset", null, async (account, now) =>
        {
            await db.RemoveSecondFactorAsync(account, cancel);
            await db.EndSessionsAsync(id, "second-factor-reset", now, except: null, cancel);
            return null;
        }, cancel);
}
