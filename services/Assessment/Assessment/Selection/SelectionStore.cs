using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

/// <summary>Keeps a list and what follows from it, in sets.</summary>
internal static class SelectionStore
{
    internal static async Task SaveAsync(
        NpgsqlConnection connection, Guid id, AssessmentCycle cycle, SelectWeakRequest request, RunOutcome outcome, DateTimeOffset now, CancellationToken cancel)
    {
        await RecordScores.ExecuteAsync(connection, "create temp table listed (ordinal int, position int, reason text, decided_by text) on commit drop", cancel);
        await using (var copy = await connection.BeginBinaryImportAsync("copy listed from stdin (format binary)", cancel))
        {
            for (var i = 0; i < outcome.Items.Count; i++)
            {
                var item = outcome.Items[i];
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(i, NpgsqlDbType.Integer, cancel);
                await copy.WriteAsync(item.Position, NpgsqlDbType.Integer, cancel);
                await copy.WriteAsync(Text(item.Reason), NpgsqlDbType.Text, cancel);
                await (item.DecidedBy is { } by ? copy.WriteAsync(Text(by), NpgsqlDbType.Text, cancel) : copy.WriteNullAsync(cancel));
            }

            await copy.CompleteAsync(cancel);
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = Visibility.SetSeconds };
        batch.Add("analyze listed");
        batch.Add(
            "insert into selections (id, cycle_id, year, level_code, request, digest, created_at) values ($1, $2, $3, $4, $5::jsonb, $6, $7)",
            id, cycle.Id, cycle.Year, cycle.LevelCode, JsonSerializer.Serialize(request, Wire.Json), SelectionRun.Digest(cycle.Id, outcome), now);
        batch.Add(
            """
            insert into selection_items (selection_id, ordinal, organization_id, level_code, code, name, domain_type, district_id, rank, rank_from_lowest, score, grade, reason, decided_by)
            select $1, l.ordinal, o.organization_id, o.level_code, o.code, o.name, o.domain_type, o.district_id, o.rank, o.rank_from_lowest, o.score, o.grade, l.reason, l.decided_by
            from listed l join cycle_organizations o on o.cycle_id = $2 and o.position = l.position
            """,
            id, cycle.Id);
        batch.Add(
            """
            insert into selection_quotas (selection_id, ordinal, level_code, domain_type, district_id, assessed, quota, listed)
            select $1, (q.n - 1)::int, $2, q.domain_type, q.district_id, q.assessed, q.quota, q.listed
            from unnest($3, $4, $5, $6, $7) with ordinality as q (domain_type, district_id, assessed, quota, listed, n)
            """,
            id, cycle.LevelCode, Column(q => q.DomainType), Column(q => q.DistrictId), Column(q => q.Assessed), Column(q => q.Quota), Column(q => q.Listed));
        await batch.ExecuteNonQueryAsync(cancel);

        T[] Column<T>(Func<SelectionQuota, T> value) => [.. outcome.Quotas.Select(value)];
    }

    /// <summary>A case for each listed organization that has none in this cycle yet; what is still open from before gives way to it.</summary>
    internal static async Task OpenCasesAsync(NpgsqlConnection connection, Guid id, AssessmentCycle cycle, DateTimeOffset now, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = Visibility.SetSeconds };
        batch.Add(
            """
            update rectifications r set state = 'relisted', version = r.version + 1, changed_at = $3
            from selection_items i
            where i.selection_id = $1 and i.organization_id = r.organization_id and r.cycle_id <> $2 and r.year <= $4 and r.state not in ('ended', 'relisted')
            """,
            id, cycle.Id, now, cycle.Year);
        batch.Add(
            """
            insert into rectifications (id, version, selection_id, cycle_id, year, organization_id, code, level_code, name, domain_type, reason, state, opened_at, changed_at)
            select gen_random_uuid(), 1, $1, $2, $3, i.organization_id, i.code, i.level_code, i.name, i.domain_type, i.reason, 'identified', $4, $4
            from selection_items i where i.selection_id = $1 order by i.ordinal
            on conflict (cycle_id, organization_id) do nothing
            """,
            id, cycle.Id, cycle.Year, now);
        batch.Add($"{Facts.ListedAsWeak.Replace("where true", "where r.selection_id = $1", StringComparison.Ordinal)}", id);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Whoever has a case of this year and had one last year (the same organization, whatever it is called now).</summary>
    internal static async Task ProposeRemovalsAsync(
        NpgsqlConnection connection, AssessmentDb db, Guid id, AssessmentCycle cycle, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select o.organization_id, o.level_code, o.is_direct, p.organization_id, p.level_code, p.kind
            from selection_items i
            join cycle_organizations o on o.cycle_id = $2 and o.organization_id = i.organization_id
            left join cycle_organizations p on p.cycle_id = $2 and p.organization_id = o.parent_id
            where i.selection_id = $1
              and exists (select from rectifications r where r.organization_id = i.organization_id and r.year = $3)
            """, connection) { CommandTimeout = Visibility.SetSeconds };
        var running = new List<ListedPost>();
        await using (var reader = await command.With(id, cycle.Id, cycle.Year - 1).ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                running.Add(new(
                    reader.GetGuid(0), reader.GetString(1), reader.GetBoolean(2), reader.Nullable<Guid>(3),
                    await reader.IsDBNullAsync(4, cancel) ? null : reader.GetString(4), await reader.IsDBNullAsync(5, cancel) ? null : reader.GetString(5)));
            }
        }

        var removals = RemovalProposal.For(running, running.Select(r => r.OrganizationId).ToHashSet());
        Guid[] posts = [.. removals.Select(r => r.OrganizationId)];
        var proposed = await db.RemovalProposals.Where(p => p.Year == cycle.Year && posts.Contains(p.OrganizationId)).Select(p => p.OrganizationId).ToListAsync(cancel);
        foreach (var removal in removals.Where(r => !proposed.Contains(r.OrganizationId)))
        {
            var (proposal, fact) = RemovalProposal.Propose(cycle.Year, removal, now);
            db.RemovalProposals.Add(proposal);
            db.PublishOnCommit(fact);
        }
    }

    private static string Text<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
