using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sessions;

/// <summary>退出登录.</summary>
internal static class SignOut
{
    public static async Task<NoContent> Handle(HttpContext http, GatewayDb db, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        var post = ((SessionPrincipal)http.User).Post;
        if (await db.Sessions.FindAsync([post.SessionId], cancel) is { } session)
        {
            session.End("signed-out", clock.GetUtcNow());
            db.Record(post.Caller, "session.ended", "session", session.Id);
            await db.SaveChangesAsync(cancel);
        }

        cache.Forget(post.Caller.UserId);
        return TypedResults.NoContent();
    }
}
