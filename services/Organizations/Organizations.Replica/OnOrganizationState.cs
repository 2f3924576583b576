using System.Text.Json;
using Npgsql;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Replica;

public static class OnOrganizationState
{
    /// <summary>By which the replica is compared with its owner.</summary>
    public const string Digest = "select id, version from organization_replica";
}

/// <summary>
/// Keeps the replica: a batch of states in one statement, each applied only if it is newer. Register it with
/// <c>messaging.Consumes&lt;OrganizationState, OnOrganizationState&lt;TDb&gt;&gt;(OnOrganizationState.Digest)</c>, and an <see cref="IFollowOrganizations{TDb}"/>
/// for what else must follow.
/// </summary>
public sealed class OnOrganizationState<TDb>(IEnumerable<IFollowOrganizations<TDb>> followers) : IEventHandler<TDb, OrganizationState>
    where TDb : ServiceDb
{
    public async Task HandleAsync(IReadOnlyList<OrganizationState> facts, TDb db, CancellationToken cancel)
    {
        // A batch may hold two states of one organization; the newest counts.
        var newest = facts.GroupBy(fact => fact.Id).Select(states => states.MaxBy(state => state.Version)!).OrderBy(fact => fact.Id).ToList();
        await using var upsert = new NpgsqlCommand("""
            insert into organization_replica (id, version, code, level_code, name, kind, domain_type, parent_id, region_code, status, merged_into_id)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (id) do update set (version, code, level_code, name, kind, domain_type, parent_id, region_code, status, merged_into_id) =
              (excluded.version, excluded.code, excluded.level_code, excluded.name, excluded.kind, excluded.domain_type, excluded.parent_id, excluded.region_code, excluded.status, excluded.merged_into_id)
            where organization_replica.version < excluded.version
            returning id
            """, await db.OpenedAsync(cancel));
        var applied = new HashSet<Guid>();
        await using (var reader = await upsert.With(
            Column(f => f.Id), Column(f => f.Version), Column(f => f.Code), Column(f => f.LevelCode), Column(f => f.Name), Column(f => Text(f.Kind)),
            Column(f => f.DomainType), Column(f => f.ParentId), Column(f => f.RegionCode), Column(f => Text(f.Status)), Column(f => f.MergedIntoId)).ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                applied.Add(reader.GetGuid(0));
            }
        }

        var fresh = newest.Where(fact => applied.Contains(fact.Id)).ToList();
        if (fresh.Count > 0)
        {
            foreach (var follower in followers)
            {
                await follower.FollowAsync(fresh, db, cancel);
            }
        }

        T[] Column<T>(Func<OrganizationState, T> value) => [.. newest.Select(value)];
        static string Text<T>(T value)
            where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
    }
}

/// <summary>What a service does besides remembering, when organizations have changed: in the same transaction, with the states that were new.</summary>
public interface IFollowOrganizations<TDb>
    where TDb : ServiceDb
{
    Task FollowAsync(IReadOnlyList<OrganizationState> organizations, TDb db, CancellationToken cancel);
}
