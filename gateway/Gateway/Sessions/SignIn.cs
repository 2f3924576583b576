using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sessions;

/// <summary>登录.</summary>
/// <param name="Code">The second factor's six digits or a recovery code, once the account has one.</param>
public sealed record SignInRequest(
    [Required, StringLength(100, MinimumLength = 1)] string UserName,
    [Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string Password,
    [StringLength(20)] string? Code = null);

internal static class SignIn
{
    public static async Task<Results<Ok<TokenResponse>, EmptyHttpResult>> Handle(
        SignInRequest request, HttpContext http, Admission admission, GatewayDb db, SessionStarter starter, CancellationToken cancel)
    {
        if (await admission.AdmitAsync(request, http, cancel) is not var (account, session))
        {
            return TypedResults.Empty;
        }

        var answer = starter.Issue(db, session, account.MustChangePassword);
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }
}
