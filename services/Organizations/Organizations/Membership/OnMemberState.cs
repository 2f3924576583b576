using Npgsql;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Membership;

/// <summary>Keeps what is needed to count members; the triggers on the table keep the counts over every subtree.</summary>
internal sealed class OnMemberState : IEventHandler<OrganizationsDb, MemberState>
{
    public async Task HandleAsync(IReadOnlyList<MemberState> facts, OrganizationsDb db, CancellationToken cancel)
    {
        // A batch may hold two states of one member; the newest counts.
        var newest = facts.GroupBy(fact => fact.MemberId).Select(states => states.MaxBy(state => state.Version)!).OrderBy(fact => fact.MemberId).ToList();
        // A place that is being rewritten is waited for: else these members would be filed under the old one for good.
        await db.ShareTreeAsync(cancel);
        var connection = await db.OpenedAsync(cancel);
        await using var upsert = new NpgsqlCommand("""
            insert into member_facts (member_id, organization_id, level_code, status, version)
            select f.id, o.id, o.level_code, f.status, f.version
            from unnest($1, $2, $3, $4) as f (id, organization_id, status, version)
            join party_organizations o on o.id = f.organization_id
            on conflict (member_id) do update set organization_id = excluded.organization_id, level_code = excluded.level_code, status = excluded.status, version = excluded.version
            where member_facts.version < excluded.version
            """, connection);
        await upsert.With(
            newest.Select(f => f.MemberId).ToArray(), newest.Select(f => f.OrganizationId).ToArray(),
            newest.Select(f => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(f.Status.ToString())).ToArray(),
            newest.Select(f => f.Version).ToArray()).ExecuteNonQueryAsync(cancel);
    }
}
