using System.Diagnostics.Metrics;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Gateway.Sessions;

/// <summary>What every way of signing in has in common: the limits, the password, the second factor, the entry in the log.</summary>
internal sealed class Admission(GatewayDb db, Credentials credentials, SecondFactorCheck secondFactor, RateLimits limits, TimeProvider clock)
{
    private static readonly Counter<long> SignIns = Telemetry.Meter.CreateCounter<long>("partycloud.signins", "{attempt}", "Attempts to sign in, by what became of them");

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
        Count(refusal);
        if (refusal is not null)
        {
            db.Record(account, "session.refused", null, $"{refusal} {address}");
            await db.SaveChangesAsync(cancel);
            await ProblemWriter.WriteAsync(http, StatusCodes.Status401Unauthorized, refusal);
            return null;
        }

        return (account!, Start(account!, account!.TwoFactorEnabled ? request.Code : null, http, provider: null));
    }

    /// <summary>
    /// Whether somebody whom a provider of single sign-on vouches for may come in; the provider has seen to the password, and to all else the rules are the same.
    /// </summary>
    /// <param name="code">The second factor's, where the account demands one and the provider's own does not count.</param>
    /// <returns>Why not, or null.</returns>
    public async Task<string?> RefusalAsync(Account account, bool hasSecondFactor, string? code, HttpContext http, string provider, CancellationToken cancel)
    {
        var asksForCode = account.TwoFactorEnabled && !hasSecondFactor;
        var refusal = account.DisabledAt is not null ? "sign-in.disabled"
            : asksForCode && !string.IsNullOrWhiteSpace(code) ? await CodeRefusalAsync(account, code, cancel)
            : account.IsLocked(clock.GetUtcNow()) ? "sign-in.locked"
            : asksForCode ? "sign-in.code-required"
            : null;
        Count(refusal);
        if (refusal is not null)
        {
            db.Record(account, "session.refused", null, $"{refusal} {http.Connection.RemoteIpAddress} {provider}");
        }

        return refusal;
    }

    /// <summary>Begins the session with the next save.</summary>
    public Session Start(Account account, string? code, HttpContext http, string? provider)
    {
        var address = http.Connection.RemoteIpAddress?.ToString();
        account.SignedIn(code);
        var session = Session.Start(account.Id, address, clock.GetUtcNow());
        db.Sessions.Add(session);
        db.Record(account, "session.started", session.Id, provider is null ? address : $"{address} {provider}");
        return session;
    }

    // Counted before it is looked at, as a password is: guesses sent at once must not slip past the count.
    private async Task<string?> CodeRefusalAsync(Account account, string code, CancellationToken cancel)
    {
        var counted = await credentials.CountAsync(account.NormalizedUserName!, cancel);
        await db.Entry(account).ReloadAsync(cancel);
        return counted ? await secondFactor.RefusalAsync(account, code, cancel) : "sign-in.locked";
    }

    private static void Count(string? refusal) => SignIns.Add(1, new KeyValuePair<string, object?>("outcome", refusal ?? "admitted"));
}
