using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>A provider says that somebody has signed out there: what began there ends here, at once on this replica and on others when they look again.</summary>
internal sealed class ProviderLogout(GatewayDb db, SessionCache cache, TimeProvider clock)
{
    public const string Reason = "provider-signed-out";

    /// <param name="session">The provider's own session.</param>
    public Task EndAsync(string provider, string session, CancellationToken cancel)
    {
        var hash = OpaqueToken.Hash(session);
        return EndAsync(s => s.Provider == provider && s.ProviderSession == hash, provider, cancel);
    }

    /// <summary>All sessions of a person that began there.</summary>
    public async Task EndOfSubjectAsync(string provider, string subject, CancellationToken cancel)
    {
        if (await db.ExternalIdentities.AsNoTracking().FirstOrDefaultAsync(i => i.Provider == provider && i.Subject == subject, cancel) is { } identity)
        {
            await EndAsync(s => s.IdentityId == identity.Id, provider, cancel);
        }
    }

    private async Task EndAsync(Expression<Func<Session, bool>> which, string provider, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var ended = await db.Sessions.Where(which).Where(s => s.EndedAt == null).ToListAsync(cancel);
        foreach (var session in ended)
        {
            session.End(Reason, now);
            var account = await db.Accounts.SingleAsync(a => a.Id == session.AccountId, cancel);
            db.Record(account, "session.ended", session.Id, $"{Reason} {provider}");
        }

        await db.SaveChangesAsync(cancel);
        foreach (var account in ended.Select(session => session.AccountId).Distinct())
        {
            cache.Forget(account);
        }
    }
}

/// <summary>OpenID Connect Back-Channel Logout 1.0: the provider itself tells the gateway, whatever became of the browser.</summary>
internal static class BackChannelLogout
{
    public static async Task<Results<Ok, NotFound, EmptyHttpResult>> Handle(
        string provider, HttpContext http, SignOnProviders providers, Attempts attempts, ProviderLogout logout, ILogger<ProviderLogout> log, CancellationToken cancel)
    {
        if (providers.Find(provider) is not OpenIdProvider found)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var token = await SmallForm.ReadAsync(http.Request, "logout_token", cancel) ?? throw new ProviderException(ProviderException.Failed, "no logout_token");
            var (session, subject, id) = await found.ReadLogoutAsync(token, cancel);
            if (!await attempts.IsFirstAsync(found.Key, id, OpenIdProvider.LogoutKept, cancel))
            {
                throw new ProviderException(ProviderException.Failed, "the logout token came before");
            }

            await (session is not null ? logout.EndAsync(found.Key, session, cancel) : logout.EndOfSubjectAsync(found.Key, subject!, cancel));
            return TypedResults.Ok();
        }
        catch (ProviderException exception)
        {
            log.LogWarning("A logout of {Provider} was not heeded: {Reason}", found.Key, exception.Message);
            await ProblemWriter.WriteAsync(http, StatusCodes.Status400BadRequest, "sign-on.logout-token");
            return TypedResults.Empty;
        }
    }
}

/// <summary>
/// OpenID Connect Front-Channel Logout 1.0: a page of the provider loads this in a frame. A browser sends our cookie to no other site's frame, so it goes by the
/// provider's session alone, whose id nobody can guess.
/// </summary>
internal static class FrontChannelLogout
{
    private const int LongestSession = 512;

    public static async Task<Results<ContentHttpResult, NotFound>> Handle(string provider, string? iss, string? sid, HttpContext http, SignOnProviders providers, ProviderLogout logout, CancellationToken cancel)
    {
        if (providers.Find(provider) is not OpenIdProvider found)
        {
            return TypedResults.NotFound();
        }

        Field.Require(found.IsIssuer(iss), "iss", "field.unknown", "");
        Field.Require(sid is { Length: > 0 and <= LongestSession }, "sid", "field.malformed");
        await logout.EndAsync(found.Key, sid!, cancel);
        SecurityHeaders.MayBeFramedBy(http, new Uri(found.Settings.OpenId!.Authority).GetLeftPart(UriPartial.Authority));
        http.Response.Headers.CacheControl = "no-cache, no-store";
        return TypedResults.Content("<!doctype html><title>PartyCloud</title>", "text/html; charset=utf-8");
    }
}

/// <summary>CAS Protocol 3.0, single logout: the server posts to the address of the service whose ticket the session began with.</summary>
internal static class CasLogout
{
    public static async Task<Results<Ok, NotFound, EmptyHttpResult>> Handle(string provider, HttpContext http, SignOnProviders providers, ProviderLogout logout, CancellationToken cancel)
    {
        if (providers.Find(provider) is not CasProvider found)
        {
            return TypedResults.NotFound();
        }

        if (await SmallForm.ReadAsync(http.Request, "logoutRequest", cancel) is not { } message || CasProvider.TicketOf(message) is not { } ticket)
        {
            await ProblemWriter.WriteAsync(http, StatusCodes.Status400BadRequest, "sign-on.logout-token");
            return TypedResults.Empty;
        }

        await logout.EndAsync(found.Key, ticket, cancel);
        return TypedResults.Ok();
    }
}

/// <summary>A form of one field that anybody may have sent.</summary>
internal static class SmallForm
{
    private const int Most = 64 << 10;

    /// <returns>The field's one value; null where there is none, or where it is no form.</returns>
    public static async Task<string?> ReadAsync(HttpRequest request, string field, CancellationToken cancel)
    {
        if (!request.HasFormContentType || request.ContentLength > Most)
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(new() { BufferBodyLengthLimit = Most, ValueLengthLimit = Most, ValueCountLimit = 16, MultipartBodyLengthLimit = Most, KeyLengthLimit = 256 }, cancel);
            return form[field] is [{ Length: > 0 } value] ? value : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException or IOException)
        {
            return null;
        }
    }
}
