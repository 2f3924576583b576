using Npgsql;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Replicas;

/// <summary>
/// Remembers the year's list of the weak, and makes a need of each listed organization in every open programme of that year that takes
/// the list over. A class that a clerk has given stays.
/// </summary>
internal sealed class OnOrganizationListedAsWeak : IEventHandler<PairingDb, OrganizationListedAsWeak>
{
    public async Task HandleAsync(IReadOnlyList<OrganizationListedAsWeak> facts, PairingDb db, CancellationToken cancel)
    {
        var newest = facts.GroupBy(fact => (fact.OrganizationId, fact.Year)).Select(group => group.MaxBy(fact => fact.At)!).ToList();
        await using var batch = new NpgsqlBatch(await db.OpenedAsync(cancel));
        batch.Add(
            """
            insert into weak_listings (organization_id, year, selection_id, level_code, listed_at, version)
            select f.organization_id, f.year, f.selection_id, coalesce(o.level_code, f.level_code), f.listed_at, f.version
            from unnest($1, $2, $3, $4, $5, $6) f (organization_id, year, selection_id, level_code, listed_at, version)
            left join organization_replica o on o.id = f.organization_id
            on conflict (organization_id, year) do update set (selection_id, listed_at, version) = (excluded.selection_id, excluded.listed_at, excluded.version)
            where weak_listings.listed_at < excluded.listed_at
            """,
            Column(fact => fact.OrganizationId), Column(fact => fact.Year), Column(fact => fact.SelectionId), Column(fact => fact.LevelCode),
            Column(fact => fact.At.ToUniversalTime()), Column(fact => fact.Version));
        batch.Add(
            """
            insert into needs (id, programme_id, organization_id, organization_code, organization_name, level_code, person_code, need_class, other_classes, source, state, version)
            select gen_random_uuid(), p.id, f.organization_id, coalesce(o.code, f.code), coalesce(o.name, f.name), coalesce(o.level_code, f.level_code), '',
              p.weak_list_class, '{}', 'weakList', 'open', 1
            from unnest($1, $2, $3, $4, $5) f (organization_id, year, code, name, level_code)
            left join organization_replica o on o.id = f.organization_id
            join programmes p on p.year = f.year and p.state = 'open' and p.kind <> 'members' and p.weak_list_class is not null
              and starts_with(coalesce(o.level_code, f.level_code), p.level_code)
            on conflict do nothing
            """,
            Column(fact => fact.OrganizationId), Column(fact => fact.Year), Column(fact => fact.Code), Column(fact => fact.Name), Column(fact => fact.LevelCode));
        await batch.ExecuteNonQueryAsync(cancel);

        T[] Column<T>(Func<OrganizationListedAsWeak, T> value) => [.. newest.Select(value)];
    }
}
