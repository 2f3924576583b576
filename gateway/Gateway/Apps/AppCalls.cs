using System.Diagnostics;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Apps;

/// <summary>
/// What is written of an app's calls. One statement takes the nonce and enters the call in the audit log, so that nothing is done for a
/// call that is not in the log, nor twice for one nonce, whichever replicas of the gateway are asked.
/// </summary>
internal sealed class AppCalls(ServiceDatabase database, SystemDb<GatewayDb> databases, TimeProvider clock)
{
    // A timestamp may lie as far ahead as behind, and the clocks of two replicas may differ.
    private static readonly TimeSpan NonceLifetime = 2 * SignatureCheck.Tolerance + TimeSpan.FromMinutes(1);

    private const string Begin = """
        with once as (
          insert into app_nonces (app_id, nonce, expires_at) values ($1, $2, $3) on conflict do nothing returning 1
        ), used as (
          update app_credentials set last_used_at = $4, last_used_address = $5
          where id = $6 and exists (select from once) and (last_used_at is null or last_used_at < $4 - interval '1 minute')
          returning 1
        )
        insert into audit_log (id, at, actor_id, actor_name, level_code, action, object_type, fields, trace_id)
        select $7, $4, $1, $8, $9, 'app.called', 'request', $10, $11 from once
        """;

    /// <returns>False where the nonce has served before.</returns>
    public async Task<bool> BeginAsync(LiveApp app, LiveCredential credential, string nonce, HttpContext http)
    {
        var now = clock.GetUtcNow();
        var caller = app.Itself.Caller;
        await using var command = database.System.CreateCommand(Begin).With(
            app.Id, nonce, now + NonceLifetime, now, http.Connection.RemoteIpAddress?.ToString(), credential.Id, Guid.CreateVersion7(), caller.UserName,
            PlaceOf(caller), Request(http), Activity.Current?.TraceId.ToString());
        return await command.ExecuteNonQueryAsync(http.RequestAborted) == 1;
    }

    public async Task<bool> WasUsedAsync(Guid appId, string nonce, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("select exists (select from app_nonces where app_id = $1 and nonce = $2)").With(appId, nonce);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Enters a call that was not let in, under the app in whose name it came where there is such an app.</summary>
    public async Task RefusedAsync(LiveApp? app, string code, HttpContext http)
    {
        await using var db = databases.Create();
        var caller = app?.Itself.Caller ?? Caller.System with { UserId = Guid.Empty, UserName = "app:?" };
        db.Record(caller, "app.refused", "request", null, $"{code} {Request(http)} {http.Connection.RemoteIpAddress}");
        await db.SaveChangesAsync(http.RequestAborted);
    }

    private static string PlaceOf(Caller caller) => (caller.Scope ?? LevelScope.Everything).First;

    private static string Request(HttpContext http) =>
        $"{http.Request.Method} {(http.Request.Path.Value is { Length: > 500 } path ? path[..500] : http.Request.Path.Value)}".Replace('\0', '?');
}
