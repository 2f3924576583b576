using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sessions;

internal static class EndSessions
{
    /// <summary>Ends an account's sessions with the next save.</summary>
    public static async Task EndSessionsAsync(
        this GatewayDb db, Guid accountId, string reason, DateTimeOffset now, Guid? except, CancellationToken cancel)
    {
        foreach (var session in await db.Sessions.Where(s => s.AccountId == accountId && s.EndedAt == null && s.Id != except).ToListAsync(cancel))
        {
            session.End(reason, now);
        }
    }
}
