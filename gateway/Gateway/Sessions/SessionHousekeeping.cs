using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sessions;

/// <summary>Removes tokens that are over, nonces that no call can bring again, sign-ons that were not finished, and sessions a quarter of a year after their end; the audit log keeps what happened.</summary>
internal sealed class SessionHousekeeping(SessionCache cache, ServiceDatabase database, TimeProvider clock, ILogger<SessionHousekeeping> log)
    : RepeatedWork(TimeSpan.FromMinutes(1), "Old sessions could not be removed", log)
{
    protected override async Task TurnAsync(CancellationToken cancel)
    {
        cache.RemoveExpired();
        var now = clock.GetUtcNow();
        await using var batch = database.System.CreateBatch();
        batch.Add("delete from session_tokens where expires_at < $1", now)
            .Add("""
                update sessions s set ended_at = $1, end_reason = 'expired', provider_hint = null
                where ended_at is null and started_at < $1 - interval '1 hour'
                  and not exists (select from session_tokens t where t.session_id = s.id)
                """, now)
            .Add("delete from app_nonces where expires_at < $1", now)
            .Add("delete from sign_on_attempts where expires_at < $1", now)
            .Add("delete from sign_on_notices where expires_at < $1", now)
            .Add("delete from sessions where ended_at < $1 - interval '90 days'", now);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
