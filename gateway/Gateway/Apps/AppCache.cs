using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Signing;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Apps;

/// <summary>Finds an app by its id: in memory, and every few seconds in the database.</summary>
internal sealed class AppCache(ServiceDatabase database, AppKeys keys, TimeProvider clock, IOptions<SessionSettings> options, ILogger<AppCache> log)
{
    // A secret that ended lately is remembered, so that its owner hears what is the matter.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    private readonly ConcurrentDictionary<Guid, LiveApp> apps = new();

    public LiveApp? FindFresh(Guid id, DateTimeOffset now) =>
        apps.TryGetValue(id, out var app) && now - app.CheckedAt < options.Value.Recheck ? app : null;

    public bool IsKnown(Guid id) => apps.ContainsKey(id);

    /// <summary>Looks the app up in the database, unless another request is at it.</summary>
    public async ValueTask<LiveApp?> FindAsync(Guid id, CancellationToken cancel)
    {
        if (FindFresh(id, clock.GetUtcNow()) is { } fresh)
        {
            return fresh;
        }

        if (!apps.TryGetValue(id, out var known))
        {
            return await LoadAsync(id, null, cancel);
        }

        if (!known.BeginChecking())
        {
            return known;
        }

        try
        {
            return await LoadAsync(id, known, cancel);
        }
        finally
        {
            known.EndChecking();
        }
    }

    /// <summary>Something about the app has changed: its next request is looked up.</summary>
    public void Forget(Guid id) => apps.TryRemove(id, out _);

    private async Task<LiveApp?> LoadAsync(Guid id, LiveApp? before, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.System.CreateBatch();
        batch.Add("""
                select a.name, a.organization_id, o.level_code, a.environment, a.networks, a.plan, a.suspended_at is not null
                from apps a left join organization_replica o on o.id = a.organization_id and o.status = 'active'
                where a.id = $1
                """, id)
            .Add("""
                select s.resource, s.access, case when s.organization_id is null then '0' else o.level_code end
                from app_scopes s left join organization_replica o on o.id = s.organization_id and o.status = 'active'
                where s.app_id = $1 and (s.organization_id is null or o.id is not null) and (s.ends_at is null or s.ends_at > $2)
                """, id, now)
            .Add("select id, expires_at, secret, public_key from app_credentials where app_id = $1 and revoked_at is null and expires_at > $2 order by id", id, now - Remembered);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            apps.TryRemove(id, out _);
            return null;
        }

        var (name, organizationId, levelCode) = (reader.GetString(0), reader.IsDBNull(1) ? (Guid?)null : reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        var (environment, networks) = (Enum.Parse<AppEnvironment>(reader.GetString(3), true), reader.GetFieldValue<string[]>(4).Select(text => IPNetwork.Parse(text)).ToArray());
        var (plan, suspended) = (reader.GetString(5), reader.GetBoolean(6));
        var home = PostReading.Reach(organizationId, levelCode);
        await reader.NextResultAsync(cancel);
        var scopes = new List<(AppResource, AppAccess, string)>();
        while (await reader.ReadAsync(cancel))
        {
            // An organization that moved out of the app's own subtree is out of its reach.
            var code = reader.GetString(2);
            if (home is not null && (home.Text == LevelScope.Everything.Text || home.Contains(code)))
            {
                scopes.Add((Enum.Parse<AppResource>(reader.GetString(0), true), Enum.Parse<AppAccess>(reader.GetString(1), true), code));
            }
        }

        await reader.NextResultAsync(cancel);
        var credentials = new List<LiveCredential>();
        while (await reader.ReadAsync(cancel))
        {
            if (Read(reader) is { } credential)
            {
                credentials.Add(credential);
            }
        }

        return apps[id] = new(id, name, organizationId, home, scopes, before)
        {
            Environment = environment,
            Networks = networks,
            Plan = plan,
            IsSuspended = suspended,
            Credentials = credentials,
            CheckedAt = now,
        };
    }

    private LiveCredential? Read(NpgsqlDataReader reader)
    {
        var (id, expires) = (reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1));
        try
        {
            return reader.IsDBNull(2)
                ? new(id, expires, null, Sm2Key.Of(reader.GetFieldValue<byte[]>(3)))
                : new(id, expires, keys.Open(id, reader.GetFieldValue<byte[]>(2)), null);
        }
        catch (CryptographicException exception)
        {
            // The app's other secret may serve.
            log.LogError(exception, "The secret {Credential} could not be opened", id);
            return null;
        }
    }
}
