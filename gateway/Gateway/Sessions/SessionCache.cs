using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sessions;

/// <summary>Finds the session of an access token: in memory, and every few seconds in the database.</summary>
internal sealed class SessionCache(ServiceDatabase database, TimeProvider clock, IOptions<SessionSettings> options)
{
    // Far beyond the people of a city who work at the same time; more are looked up again.
    private const int MaxEntries = 100_000;

    // A write a minute for each browser at work is enough.
    private static readonly TimeSpan SlidingStep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, LiveSession> sessions = new(StringComparer.Ordinal);

    /// <summary>The session if it is known and was looked up lately: the way of nearly every request, which waits for nothing.</summary>
    public LiveSession? FindFresh(ReadOnlySpan<char> token, DateTimeOffset now) =>
        sessions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var session)
            && now < session.Expires && now - session.CheckedAt < options.Value.Recheck
            ? session
            : null;

    public bool IsKnown(ReadOnlySpan<char> token) => sessions.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(token);

    /// <summary>Looks the token up in the database, unless another request is at it.</summary>
    public async ValueTask<LiveSession?> FindAsync(string token, CancellationToken cancel)
    {
        if (!sessions.TryGetValue(token, out var known))
        {
            return await LoadAsync(token, null, cancel);
        }

        if (clock.GetUtcNow() >= known.Expires)
        {
            sessions.TryRemove(token, out _);
            return null;
        }

        if (!known.BeginChecking())
        {
            return known;
        }

        try
        {
            return await LoadAsync(token, known, cancel);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException
            && clock.GetUtcNow() - known.CheckedAt < options.Value.WithoutDatabase)
        {
            return known;
        }
        finally
        {
            known.EndChecking();
        }
    }

    /// <summary>Something about the account has changed: its next request is looked up.</summary>
    public void Forget(Guid accountId)
    {
        foreach (var (token, session) in sessions)
        {
            if (session.AccountId == accountId)
            {
                sessions.TryRemove(token, out _);
            }
        }
    }

    public void RemoveExpired()
    {
        var now = clock.GetUtcNow();
        foreach (var (token, session) in sessions)
        {
            if (now >= session.Expires || now - session.CheckedAt > TimeSpan.FromMinutes(10))
            {
                sessions.TryRemove(token, out _);
            }
        }
    }

    private async Task<LiveSession?> LoadAsync(string token, LiveSession? before, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var command = database.System.CreateCommand("""
            select s.id, a.id, a.user_name, t.expires_at, a.must_change_password, p.id, p.role, p.organization_id, o.level_code, t.kind
            from session_tokens t
            join sessions s on s.id = t.session_id and s.ended_at is null
            join accounts a on a.id = s.account_id and a.disabled_at is null
            left join posts p on p.account_id = a.id and p.ended_at is null
            left join organization_replica o on o.id = p.organization_id and o.status = 'active'
            where t.hash = $1 and t.kind in ('access', 'browser') and t.expires_at > $2
            order by p.ordinal, p.id
            """).With(OpaqueToken.Hash(token), now);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var callers = new List<Caller>();
        (Guid Id, Guid AccountId, string UserName, DateTimeOffset Expires, string Kind) head = (default, default, "", default, "");
        while (await reader.ReadAsync(cancel))
        {
            head = (reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(9));
            callers.Add(PostReading.ToCaller(
                head.AccountId, head.UserName, reader.GetBoolean(4),
                reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetGuid(7), reader.IsDBNull(8) ? null : reader.GetString(8)));
        }

        if (callers.Count == 0)
        {
            sessions.TryRemove(token, out _);
            return null;
        }

        await reader.CloseAsync();
        if (head.Kind == SessionToken.Browser && head.Expires - now < options.Value.BrowserIdle - SlidingStep)
        {
            head.Expires = await SlideAsync(token, now, cancel) ?? head.Expires;
        }

        var session = new LiveSession(head.Id, head.AccountId, head.UserName, head.Expires, LiveSession.Renew(head.Id, callers, before)) { CheckedAt = now };
        if (sessions.Count >= MaxEntries)
        {
            sessions.Clear();
        }

        sessions[token] = session;
        return session;
    }

    /// <summary>Who works goes on working: the end of a browser's session moves, but never beyond the session's whole lifetime.</summary>
    private async Task<DateTimeOffset?> SlideAsync(string token, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("""
            update session_tokens t set expires_at = greatest(t.expires_at, least($2, s.started_at + $3))
            from sessions s
            where t.hash = $1 and s.id = t.session_id and s.ended_at is null
            returning t.expires_at
            """).With(OpaqueToken.Hash(token), now + options.Value.BrowserIdle, options.Value.BrowserLifetime);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }
}

/// <summary>Makes the caller that a post stands for.</summary>
internal static class PostReading
{
    private static readonly PermissionSet Nothing = PermissionSet.Parse("");

    /// <param name="levelCode">The organization's, if it is active; a post at one that is closed or unknown reaches nothing.</param>
    public static Caller ToCaller(
        Guid accountId, string userName, bool mustChangePassword, Guid? postId, string? role, Guid? organizationId, string? levelCode) =>
        postId is null ? new(accountId, userName, "none", Nothing, null)
        : mustChangePassword ? new(accountId, userName, role!, Nothing, null, postId, organizationId)
        : new(accountId, userName, role!, Roles.Find(role!)?.Permissions ?? Nothing, Reach(organizationId, levelCode), postId, organizationId);

    public static LevelScope? Reach(Guid? organizationId, string? levelCode) =>
        organizationId is null ? LevelScope.Everything : LevelScope.TryParse(levelCode, out var scope) ? scope : null;
}
