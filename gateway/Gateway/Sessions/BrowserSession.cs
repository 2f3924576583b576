using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sessions;

/// <summary>A session that a browser holds by a cookie (浏览器会话).</summary>
/// <param name="Csrf">Goes into <c>X-CSRF</c> of every request that changes something; <c>GET /api/v1/me</c> gives it again.</param>
/// <param name="IdleSeconds">Who does nothing for so long signs in again.</param>
/// <param name="MustChangePassword">Until the password is changed, the account can do nothing else.</param>
public sealed record BrowserSessionResponse(string Csrf, int IdleSeconds, bool MustChangePassword);

/// <param name="ContinueAt">The session began at a provider of single sign-on and goes on there: the browser goes to this address to end it too.</param>
public sealed record SignedOutResponse(Uri ContinueAt);

/// <summary>Signs a browser in and out. No token is given to the page, so none can be taken from it.</summary>
internal static class BrowserSession
{
    public static async Task<Results<Ok<BrowserSessionResponse>, EmptyHttpResult>> Start(
        SignInRequest request, HttpContext http, Admission admission, GatewayDb db, IOptions<SessionSettings> options, TimeProvider clock, CancellationToken cancel)
    {
        // Another site could otherwise sign its visitor in under a name of its own and see what he then enters.
        if (!SessionCookie.IsOwnPage(http.Request))
        {
            await ProblemWriter.WriteAsync(http, StatusCodes.Status403Forbidden, "csrf.origin");
            return TypedResults.Empty;
        }

        if (await admission.AdmitAsync(request, http, cancel) is not var (account, session))
        {
            return TypedResults.Empty;
        }

        return TypedResults.Ok(await IssueAsync(account, session, http, db, options.Value, clock, cancel));
    }

    /// <summary>Saves the session that was begun, and hands it to the browser.</summary>
    public static async Task<BrowserSessionResponse> IssueAsync(
        Account account, Session session, HttpContext http, GatewayDb db, SessionSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        var (token, now) = (OpaqueToken.Create(), clock.GetUtcNow());
        db.SessionTokens.Add(SessionToken.Of(token, session.Id, SessionToken.Browser, now, now + settings.BrowserIdle));
        await db.SaveChangesAsync(cancel);
        SessionCookie.Set(http, token);
        http.Response.Headers.CacheControl = "no-store";
        return new(SessionCookie.CsrfOf(token), (int)settings.BrowserIdle.TotalSeconds, account.MustChangePassword);
    }

    /// <summary>Ends the session here, and says where it is to be ended besides.</summary>
    public static async Task<Results<Ok<SignedOutResponse>, NoContent>> End(
        HttpContext http, GatewayDb db, SessionCache cache, SignOutElsewhere elsewhere, TimeProvider clock, CancellationToken cancel)
    {
        // Asked first, for with the session goes what the provider wants to see.
        var address = await db.Sessions.FindAsync([((SessionPrincipal)http.User).Post.SessionId], cancel) is { } session ? await elsewhere.AddressAsync(session, http.Request, cancel) : null;
        SessionCookie.Clear(http);
        var ended = await SignOut.Handle(http, db, cache, clock, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return address is null ? ended : TypedResults.Ok(new SignedOutResponse(address));
    }
}
