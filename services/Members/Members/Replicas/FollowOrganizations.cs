using Npgsql;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Replicas;

/// <summary>
/// Members, letters and stays go where their organizations go: to another place in the tree, or, after a merger, to the organization
/// that took over. Set-based, in the transaction that remembers the organizations.
/// </summary>
internal sealed class FollowOrganizations : IFollowOrganizations<MembersDb>
{
    public async Task FollowAsync(IReadOnlyList<OrganizationState> organizations, MembersDb db, CancellationToken cancel)
    {
        var connection = await db.OpenedAsync(cancel);
        await ExecuteAsync(Places.Lock);
        var ids = organizations.Select(o => o.Id).ToArray();
        foreach (var table in (string[])["members", "transfers", "mobility"])
        {
            await ExecuteAsync($"""
                update {table} t set level_code = o.level_code from organization_replica o
                where o.id = any($1) and t.organization_id = o.id and t.level_code <> o.level_code
                """, ids);
        }

        // The state of the one that takes over may come after that of the one that is merged, and mergers may follow each other.
        if (!organizations.Any(o => o.Status is OrganizationStatus.Merged) && !await AnyAsync("""
            select exists (select from organization_replica where status = 'merged' and merged_into_id = any($1))
            """, ids))
        {
            return;
        }

        while (await ExecuteAsync($"""
            with moved as (
              update members m set organization_id = t.id, level_code = t.level_code, version = m.version + 1
              from organization_replica o join organization_replica t on t.id = o.merged_into_id
              where o.status = 'merged' and m.organization_id = o.id
              returning m.*)
            insert into outbox (id, type, body)
            select gen_random_uuid(), '{typeof(MemberState).FullName}', app.member_state(moved::members) from moved
            """) > 0)
        {
        }

        foreach (var (table, side, target) in ((string, string, string)[])[
            ("transfers", "direction = 'in'", "to_organization_id"), ("transfers", "direction = 'out'", "from_organization_id"),
            ("mobility", "side = 'home'", "home_organization_id"), ("mobility", "side = 'host'", "host_organization_id")])
        {
            // What is over keeps the names it had.
            while (await ExecuteAsync($"""
                update {table} x set organization_id = t.id, level_code = t.level_code, {target} = t.id
                from organization_replica o join organization_replica t on t.id = o.merged_into_id
                where o.status = 'merged' and x.organization_id = o.id and x.{side}
                """) > 0)
            {
            }

            // The other side's row names the same organization.
            while (await ExecuteAsync($"""
                update {table} x set {target} = t.id
                from organization_replica o join organization_replica t on t.id = o.merged_into_id
                where o.status = 'merged' and x.{target} = o.id
                """) > 0)
            {
            }
        }

        async Task<int> ExecuteAsync(string sql, params object?[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.With(values).ExecuteNonQueryAsync(cancel);
        }

        async Task<bool> AnyAsync(string sql, params object?[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.With(values).ExecuteScalarAsync(cancel) is true;
        }
    }
}
