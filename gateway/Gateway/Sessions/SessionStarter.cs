using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sessions;

/// <summary>What a client keeps of its session.</summary>
/// <param name="AccessToken">Goes into <c>Authorization: Bearer …</c> of every request.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Exchanged once for new tokens; using it twice ends the session.</param>
/// <param name="MustChangePassword">Until the password is changed, the account can do nothing else.</param>
public sealed record TokenResponse(string AccessToken, int ExpiresIn, string RefreshToken, bool MustChangePassword = false);

/// <summary>Issues the two tokens of a session.</summary>
internal sealed class SessionStarter(IOptions<SessionSettings> options, TimeProvider clock)
{
    public TokenResponse Issue(GatewayDb db, Session session, bool mustChangePassword)
    {
        var now = clock.GetUtcNow();
        var end = session.StartedAt + options.Value.SessionLifetime;
        var accessEnd = Earlier(now + options.Value.AccessLifetime, end);
        var (access, refresh) = (OpaqueToken.Create(), OpaqueToken.Create());
        db.SessionTokens.Add(SessionToken.Of(access, session.Id, SessionToken.Access, now, accessEnd));
        db.SessionTokens.Add(SessionToken.Of(refresh, session.Id, SessionToken.Refresh, now, Earlier(now + options.Value.RefreshLifetime, end)));
        return new(access, (int)(accessEnd - now).TotalSeconds, refresh, mustChangePassword);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
