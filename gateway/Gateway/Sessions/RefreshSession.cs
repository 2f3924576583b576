using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sessions;

public sealed record RefreshRequest([Required, StringLength(100, MinimumLength = 1)] string RefreshToken);

/// <summary>Exchanges a refresh token for new tokens. One that comes a second time was stolen, or its answer was: the session ends.</summary>
internal static class RefreshSession
{
    public static async Task<Results<Ok<TokenResponse>, EmptyHttpResult>> Handle(
        RefreshRequest request, HttpContext http, GatewayDb db, SessionStarter starter, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        var (hash, now) = (OpaqueToken.Hash(request.RefreshToken), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var first = await db.SessionTokens
            .Where(token => token.Hash == hash && token.Kind == SessionToken.Refresh && token.ExpiresAt > now && token.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.UsedAt, now), cancel) == 1;
        var found = await (
            from token in db.SessionTokens
            where token.Hash == hash && token.Kind == SessionToken.Refresh && token.ExpiresAt > now
            join session in db.Sessions on token.SessionId equals session.Id
            where session.EndedAt == null
            join account in db.Accounts on session.AccountId equals account.Id
            select new { Session = session, Account = account }).FirstOrDefaultAsync(cancel);

        if (found is not null && first && found.Account.DisabledAt is null)
        {
            var answer = starter.Issue(db, found.Session, found.Account.MustChangePassword);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(answer);
        }

        if (found is not null && !first)
        {
            found.Session.End("token-reused", now);
            db.Record(found.Account, "session.token-reused", found.Session.Id, http.Connection.RemoteIpAddress?.ToString());
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            cache.Forget(found.Account.Id);
        }

        await ProblemWriter.WriteAsync(http, StatusCodes.Status401Unauthorized, "session.over");
        return TypedResults.Empty;
    }
}
