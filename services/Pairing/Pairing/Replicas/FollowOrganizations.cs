using Npgsql;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Replicas;

/// <summary>
/// Names and places are remembered with needs, helpers, pairs and visits, so that either side may see them; when an organization
/// moves or is renamed, they follow in the same transaction, in sets.
/// </summary>
internal sealed class FollowOrganizations : IFollowOrganizations<PairingDb>
{
    private const string Changed = "with o as (select * from unnest($1, $2, $3, $4) o (id, code, name, level_code))";

    public async Task FollowAsync(IReadOnlyList<OrganizationState> organizations, PairingDb db, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(await db.OpenedAsync(cancel));
        Follow("update programmes t set level_code = o.level_code from o where t.scope_organization_id = o.id and t.level_code <> o.level_code");
        // Ahead of the pairs, and with a new version: whoever is forming a pair of them either is waited for, and his pair is seen below, or begins anew with the new place.
        foreach (var table in (ReadOnlySpan<string>)["needs", "helpers"])
        {
            Follow($"""
                update {table} t set organization_code = o.code, organization_name = o.name, level_code = o.level_code, version = t.version + 1 from o
                where t.organization_id = o.id and (t.organization_code, t.organization_name, t.level_code) is distinct from (o.code, o.name, o.level_code)
                """);
        }

        // Both sides in one statement: where both have moved, portals hear of it once. The version goes up, because what is shown of the pair is not what it was.
        Follow("""
            , known as (
              select p.id from pairs p join o on o.id = p.need_organization_id
              union
              select p.id from pairs p join o on o.id = p.helper_organization_id)
            update pairs t set need_code = coalesce(n.code, t.need_code), need_name = coalesce(n.name, t.need_name), need_level_code = coalesce(n.level_code, t.need_level_code),
              helper_code = coalesce(h.code, t.helper_code), helper_name = coalesce(h.name, t.helper_name), helper_level_code = coalesce(h.level_code, t.helper_level_code),
              version = t.version + 1
            from known k join pairs p using (id) left join o n on n.id = p.need_organization_id left join o h on h.id = p.helper_organization_id
            where t.id = k.id
              and ((n.id is not null and (t.need_code, t.need_name, t.need_level_code) is distinct from (n.code, n.name, n.level_code))
                or (h.id is not null and (t.helper_code, t.helper_name, t.helper_level_code) is distinct from (h.code, h.name, h.level_code)))
            """);
        foreach (var side in (ReadOnlySpan<string>)["need", "helper"])
        {
            Follow($"""
                update proposals t set {side}_code = o.code, {side}_name = o.name, {side}_level_code = o.level_code from o
                where t.{side}_organization_id = o.id and (t.{side}_code, t.{side}_name, t.{side}_level_code) is distinct from (o.code, o.name, o.level_code)
                """);
            Follow($"""
                update visits t set {side}_level_code = o.level_code from o, pairs p
                where p.{side}_organization_id = o.id and t.pair_id = p.id and t.{side}_level_code <> o.level_code
                """);
        }

        Follow("update weak_listings t set level_code = o.level_code from o where t.organization_id = o.id and t.level_code <> o.level_code");
        await batch.ExecuteNonQueryAsync(cancel);

        void Follow(string update) => batch.Add(
            $"{Changed} {update}",
            organizations.Select(organization => organization.Id).ToArray(),
            organizations.Select(organization => organization.Code).ToArray(),
            organizations.Select(organization => organization.Name).ToArray(),
            organizations.Select(organization => organization.LevelCode).ToArray());
    }
}
