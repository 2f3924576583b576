using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>The second factor of an account whose owner comes from a provider that does not see to it (第二因素).</summary>
internal static class ConfirmSignOn
{
    public static async Task<Results<Ok<BrowserSessionResponse>, EmptyHttpResult>> Handle(
        CodeRequest request, HttpContext http, GatewayDb db, Attempts attempts, Admission admission, RateLimits limits, IOptions<SessionSettings> options, TimeProvider clock, CancellationToken cancel)
    {
        if (!SessionCookie.IsOwnPage(http.Request))
        {
            return await RefuseAsync(StatusCodes.Status403Forbidden, "csrf.origin");
        }

        if (AttemptCookie.Find(http.Request) is not { } browser || await attempts.FindFactorAsync(browser, cancel) is not { } awaited
            || await db.ExternalIdentities.FindAsync([awaited.IdentityId], cancel) is not { } identity)
        {
            return await RefuseAsync(StatusCodes.Status401Unauthorized, "sign-on.over");
        }

        var account = await db.Accounts.SingleAsync(a => a.Id == identity.AccountId, cancel);
        if (!limits.AdmitSignIn(http.Connection.RemoteIpAddress, account.NormalizedUserName!, out var retryAfter))
        {
            await RateLimits.RefuseAsync(http, retryAfter);
            return TypedResults.Empty;
        }

        if (await admission.RefusalAsync(account, hasSecondFactor: false, request.Code, http, awaited.Provider, cancel) is { } refusal)
        {
            await db.SaveChangesAsync(cancel);
            return await RefuseAsync(StatusCodes.Status401Unauthorized, refusal);
        }

        if (!await attempts.TakeFactorAsync(browser, cancel))
        {
            return await RefuseAsync(StatusCodes.Status401Unauthorized, "sign-on.over");
        }

        var session = admission.Start(account, account.TwoFactorEnabled ? request.Code : null, http, awaited.Provider);
        session.BegunBy(awaited.Provider, identity.Id, awaited.ProviderSession, awaited.ProviderHint);
        var answer = await BrowserSession.IssueAsync(account, session, http, db, options.Value, clock, cancel);
        AttemptCookie.Clear(http);
        return TypedResults.Ok(answer);

        async Task<EmptyHttpResult> RefuseAsync(int status, string code)
        {
            await ProblemWriter.WriteAsync(http, status, code);
            return TypedResults.Empty;
        }
    }
}
