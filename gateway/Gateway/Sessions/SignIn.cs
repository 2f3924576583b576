using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

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
        SignInRequest request, HttpContext http, GatewayDb db, Credentials credentials, SecondFactorCheck secondFactor,
        SessionStarter starter, RateLimits limits, TimeProvider clock, CancellationToken cancel)
    {
        var address = http.Connection.RemoteIpAddress;
        if (!limits.AdmitSignIn(address, Credentials.Normalize(request.UserName), out var retryAfter))
        {
            await RateLimits.RefuseAsync(http, retryAfter);
            return TypedResults.Empty;
        }

        var (verdict, account) = await credentials.CheckAsync(request.UserName, request.Password, cancel);
        var refusal = verdict switch
        {
            PasswordVerdict.Locked => "sign-in.locked",
            PasswordVerdict.Wrong => "sign-in.refused",
            _ when account!.DisabledAt is not null => "sign-in.disabled",
            _ when !account.TwoFactorEnabled => null,
            _ => await secondFactor.RefusalAsync(account, request.Code, cancel),
        };
        if (refusal is not null)
        {
            db.Record(account, "session.refused", null, $"{refusal} {address}");
            await db.SaveChangesAsync(cancel);
            await Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, refusal);
            return TypedResults.Empty;
        }

        account!.SignedIn(account.TwoFactorEnabled ? request.Code : null);
        var session = Session.Start(account.Id, address?.ToString(), clock.GetUtcNow());
        db.Sessions.Add(session);
        var answer = starter.Issue(db, session, account.MustChangePassword);
        db.Record(account, "session.started", session.Id, address?.ToString());
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }
}
