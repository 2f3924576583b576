using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sessions;

/// <summary>修改本人密码.</summary>
public sealed record ChangePasswordRequest(
    [Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string CurrentPassword,
    [Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string NewPassword);

/// <summary>Changes one's own password; every other session of the account ends.</summary>
internal static class ChangePassword
{
    public static async Task<NoContent> Handle(
        ChangePasswordRequest request, Caller caller, HttpContext http, GatewayDb db, Credentials credentials, IPasswordHasher<Account> hasher,
        SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        var account = await credentials.RequireAsync(caller, request.CurrentPassword, cancel);
        PasswordRules.Check(request.NewPassword, account.UserName!, "newPassword");
        Field.Require(request.NewPassword != request.CurrentPassword, "newPassword", "password.same");

        hasher.SetPassword(account, request.NewPassword, byAnother: false);
        await db.EndSessionsAsync(account.Id, "password-changed", clock.GetUtcNow(), except: ((SessionPrincipal)http.User).Post.SessionId, cancel);
        db.Record(caller, "account.password-changed", "account", account.Id);
        await db.SaveChangesAsync(cancel);
        cache.Forget(account.Id);
        return TypedResults.NoContent();
    }

    /// <summary>The caller's own account, once it has shown that it knows the password; wrong ones count towards the lockout.</summary>
    public static async Task<Account> RequireAsync(this Credentials credentials, Caller caller, string password, CancellationToken cancel)
    {
        var (verdict, account) = await credentials.CheckAsync(caller.UserName, password, cancel);
        Rule.Require(verdict != PasswordVerdict.Locked, "password.locked");
        Rule.Require(verdict == PasswordVerdict.Right, "password.wrong");
        account!.SignedIn(code: null);
        return account;
    }
}
