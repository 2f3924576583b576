using System.Text.Json;
using Npgsql;
using PartyCloud.Assessment.Storage;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Replicas;

/// <summary>Remembers what was known of an organization when, and files our own rows under its new place when it has moved.</summary>
internal sealed class FollowOrganizations(TimeProvider clock) : IFollowOrganizations<AssessmentDb>
{
    // Rows of a cycle stay with the cycle's owner: an organization that left his scope keeps the place it had there.
    private const string Move = """
        with moved as (select * from unnest($1, $2) as m (id, level_code))
        , schemes_moved as (update schemes t set level_code = m.level_code from moved m where t.organization_id = m.id and t.level_code <> m.level_code)
        , cycles_moved as (update cycles t set level_code = m.level_code from moved m where t.scope_organization_id = m.id and t.level_code <> m.level_code returning t.id)
        , rectifications_moved as (update rectifications t set level_code = m.level_code from moved m where t.organization_id = m.id and t.level_code <> m.level_code)
        , talks_moved as (update talks t set level_code = m.level_code from moved m where t.organization_id = m.id and t.level_code <> m.level_code)
        , falsifications_moved as (update falsifications t set level_code = m.level_code from moved m where t.organization_id = m.id and t.level_code <> m.level_code)
        , restrictions_moved as (update restrictions t set level_code = m.level_code from moved m where t.organization_id = m.id and t.level_code <> m.level_code)
        , removals_moved as (update removal_proposals t set level_code = m.level_code from moved m where t.organization_id = m.id and t.level_code <> m.level_code)
        select id from cycles_moved
        """;

    // Where a cycle's own root has moved, all its rows follow, in whichever order the news of them comes.
    private const string MoveInCycles = """
        with moved as (select * from unnest($1, $2) as m (id, level_code))
        , owned as (
            select c.id as cycle_id, m.id, m.level_code from cycles c join moved m on m.level_code ^@ c.level_code
            union
            select c.id, o.id, o.level_code from cycles c join organization_replica o on o.level_code >= c.level_code and o.level_code < c.level_code || '~' where c.id = any($3))
        , scores_moved as (update scores t set level_code = m.level_code from owned m where t.organization_id = m.id and t.cycle_id = m.cycle_id and t.level_code <> m.level_code)
        , exclusions_moved as (update cycle_exclusions t set level_code = m.level_code from owned m where t.organization_id = m.id and t.cycle_id = m.cycle_id and t.level_code <> m.level_code)
        , snapshots_moved as (update cycle_organizations t set level_code = m.level_code from owned m where t.organization_id = m.id and t.cycle_id = m.cycle_id and t.level_code <> m.level_code)
        , items_moved as (update selection_items t set level_code = m.level_code from owned m, selections s where t.organization_id = m.id and s.id = t.selection_id and s.cycle_id = m.cycle_id and t.level_code <> m.level_code)
        , selections_moved as (update selections t set level_code = c.level_code from cycles c join moved m on c.scope_organization_id = m.id where t.cycle_id = c.id and t.level_code <> c.level_code)
        , quotas_moved as (update selection_quotas t set level_code = c.level_code from selections s join cycles c on c.id = s.cycle_id join moved m on c.scope_organization_id = m.id where t.selection_id = s.id and t.level_code <> c.level_code)
        select count(*) from owned
        """;

    public async Task FollowAsync(IReadOnlyList<OrganizationState> organizations, AssessmentDb db, CancellationToken cancel)
    {
        var connection = await db.OpenedAsync(cancel);
        await using var remember = new NpgsqlCommand("""
            insert into organization_versions (organization_id, version, known_at, code, level_code, name, domain_type, kind, parent_id, region_code, active)
            select id, version, $1, code, level_code, name, domain_type, kind, parent_id, region_code, active
            from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as v (id, version, code, level_code, name, domain_type, kind, parent_id, region_code, active)
            on conflict do nothing
            """, connection);
        await remember.With(
            clock.GetUtcNow(), Column(o => o.Id), Column(o => o.Version), Column(o => o.Code), Column(o => o.LevelCode), Column(o => o.Name), Column(o => o.DomainType),
            Column(o => JsonNamingPolicy.CamelCase.ConvertName(o.Kind.ToString())), Column(o => o.ParentId), Column(o => o.RegionCode),
            Column(o => o.Status is OrganizationStatus.Active)).ExecuteNonQueryAsync(cancel);
        var cycles = new List<Guid>();
        await using (var move = new NpgsqlCommand(Move, connection))
        await using (var reader = await move.With(Column(o => o.Id), Column(o => o.LevelCode)).ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                cycles.Add(reader.GetGuid(0));
            }
        }

        await using var moveInCycles = new NpgsqlCommand(MoveInCycles, connection);
        await moveInCycles.With(Column(o => o.Id), Column(o => o.LevelCode), cycles.ToArray()).ExecuteNonQueryAsync(cancel);

        T[] Column<T>(Func<OrganizationState, T> value) => [.. organizations.Select(value)];
    }
}
