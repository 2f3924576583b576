using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sessions;

/// <summary>A session that a browser holds by a cookie (浏览器会话).</summary>
/// <param name="Csrf">Goes into <c>X-CSRF</c> of every request that changes something; <c>GET /api/v1/me</c> gives it again.</param>
/// <param name="IdleSeconds">Who does nothing for so long signs in again.</param>
/// <param name="MustChangePassword">Until the password is changed, the account can do nothing else.</param>
public sealed record BrowserSessionResponse(string Csrf, int IdleSeconds, bool MustChangePassword);

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

        var (token, now) = (OpaqueToken.Create(), clock.GetUtcNow());
        db.SessionTokens.Add(SessionToken.Of(token, session.Id, SessionToken.Browser, now, now + options.Value.BrowserIdle));
        await db.SaveChangesAsync(cancel);
        SessionCookie.Set(http, token);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new BrowserSessionResponse(
            SessionCookie.CsrfOf(token), (int)options.Value.BrowserIdle.TotalSeconds, account.MustChangePassword));
    }

    public static async Task<NoContent> End(HttpContext http, GatewayDb db, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        SessionCookie.Clear(http);
        return await SignOut.Handle(http, db, cache, clock, cancel);
    }
}
