using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sessions;

/// <summary>What every way of signing in has in common: the limits, the password, the second factor, the entry in the log.</summary>
internal sealed class Admission(GatewayDb db, Credentials credentials, SecondFactorCheck secondFactor, RateLimits limits, TimeProvider clock)
{
    /// <summary>A session that the next save begins; or null, and the refusal is on its way.</summary>
    public async Task<(Account Account, Session Session)?> AdmitAsync(SignInRequest request, HttpContext http, CancellationToken cancel)
    {
        var address = http.Connection.RemoteIpAddress;
        if (!limits.AdmitSignIn(address, Credentials.Normalize(request.UserName), out var retryAfter))
        {
            await RateLimits.RefuseAsync(http, retryAfter);
            return null;
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
            await ProblemWriter.WriteAsync(http, StatusCodes.Status401Unauthorized, refusal);
            return null;
        }

        account!.SignedIn(account.TwoFactorEnabled ? request.Code : null);
        var session = Session.Start(account.Id, address?.ToString(), clock.GetUtcNow());
        db.Sessions.Add(session);
        db.Record(account, "session.started", session.Id, address?.ToString());
        return (account, session);
    }
}
