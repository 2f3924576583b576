using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>Records values in one statement for as many organizations as are sent; a single bad one refuses them all, each named.</summary>
internal static class RecordScores
{
    internal const int MaxFaults = 1000;

    internal static async Task<Results<Ok<ScoresRecorded>, NotFound>> Handle(
        Guid id, [MaxLength(200_000)] IReadOnlyList<ScoreRequest> scores, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var (transaction, connection) = await db.BeginScopedAsync(caller.Reach, cancel);
        await using var _ = transaction;
        await connection.LockCycleAsync(id, alone: false, cancel);
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        cycle.RequireOpen();
        var scheme = await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == cycle.SchemeId, cancel);
        var slots = Check(new ScoringPlan(scheme.Content), scores);
        await StageAsync(connection, scores, slots, cancel);
        await RequireKnownAsync(connection, cycle, cancel);
        var recorded = await StoreAsync(connection, cycle, caller.UserId, clock.GetUtcNow(), cancel);
        db.Audit("scores.recorded", "cycle", id, $"{recorded}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(new ScoresRecorded(scores.Count));
    }

    /// <summary>What can be told from the scheme alone: the slot of each value, and every fault at once.</summary>
    internal static short[] Check(ScoringPlan plan, IReadOnlyList<ScoreRequest> scores)
    {
        var slots = new short[scores.Count];
        var faults = new List<FieldError>();
        var seen = new HashSet<(Guid?, string?, short)>(scores.Count);
        for (var i = 0; i < scores.Count && faults.Count < MaxFaults; i++)
        {
            var score = scores[i];
            var slot = plan.Slot(score.Stage, score.Indicator);
            slots[i] = (short)slot;
            if (score.OrganizationId is null && string.IsNullOrEmpty(score.OrganizationCode))
            {
                faults.Add(new($"[{i}].organizationId", "field.required"));
            }
            else if (slot < 0)
            {
                faults.Add(new($"[{i}].indicator", "score.indicator-unknown", score.Stage, score.Indicator));
            }
            else if (ScoringPlan.Refuse(plan.At(slot).Indicator, score.Value) is { } code)
            {
                faults.Add(new($"[{i}].value", code, score.Value, plan.At(slot).Indicator.Points));
            }
            else if (!seen.Add((score.OrganizationId, score.OrganizationId is null ? score.OrganizationCode : null, slots[i])))
            {
                faults.Add(new($"[{i}]", "score.twice", score.Stage, score.Indicator));
            }
        }

        return faults.Count > 0 ? throw new FieldException(faults) : slots;
    }

    private static async Task StageAsync(NpgsqlConnection connection, IReadOnlyList<ScoreRequest> scores, short[] slots, CancellationToken cancel)
    {
        await ExecuteAsync(
            connection,
            "create temp table incoming (ordinal int, organization_id uuid, code text, slot smallint, value numeric, reason text) on commit drop",
            cancel);
        await using (var copy = await connection.BeginBinaryImportAsync("copy incoming from stdin (format binary)", cancel))
        {
            for (var i = 0; i < scores.Count; i++)
            {
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(i, NpgsqlDbType.Integer, cancel);
                await WriteAsync(copy, scores[i].OrganizationId, NpgsqlDbType.Uuid, cancel);
                await WriteAsync(copy, scores[i].OrganizationCode, NpgsqlDbType.Text, cancel);
                await copy.WriteAsync(slots[i], NpgsqlDbType.Smallint, cancel);
                await copy.WriteAsync(scores[i].Value, NpgsqlDbType.Numeric, cancel);
                await WriteAsync(copy, scores[i].Reason, NpgsqlDbType.Text, cancel);
            }

            await copy.CompleteAsync(cancel);
        }

        await ExecuteAsync(
            connection,
            "update incoming i set organization_id = o.id from organization_replica o where i.organization_id is null and o.code = i.code; analyze incoming",
            cancel);
    }

    /// <summary>Absent and out of scope look the same: row security hides what the caller may not score.</summary>
    private static async Task RequireKnownAsync(NpgsqlConnection connection, AssessmentCycle cycle, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"""
            select i.ordinal, case when not k.known then 'score.organization-unknown' else 'score.twice' end
            from (select ordinal, organization_id, slot, min(ordinal) over (partition by organization_id, slot) as first from incoming) i
            cross join lateral (select exists (
              select from organization_versions v where v.organization_id = i.organization_id and v.level_code >= $1 and v.level_code < $2) as known) k
            where not k.known or i.first < i.ordinal
            order by i.ordinal limit {MaxFaults}
            """, connection) { CommandTimeout = Visibility.SetSeconds };
        await using var reader = await command.With(cycle.LevelCode, cycle.LevelCode + LevelCode.AfterSubtree).ExecuteReaderAsync(cancel);
        var faults = new List<FieldError>();
        while (await reader.ReadAsync(cancel))
        {
            faults.Add(new($"[{reader.GetInt32(0)}].organizationId", reader.GetString(1), "", ""));
        }

        if (faults.Count > 0)
        {
            throw new FieldException(faults);
        }
    }

    private static async Task<int> StoreAsync(NpgsqlConnection connection, AssessmentCycle cycle, Guid by, DateTimeOffset now, CancellationToken cancel)
    {
        // An organization that has left since the cut-off is still scored: its rows are filed under the last place it had here.
        await using var command = new NpgsqlCommand("""
            with placed as (
              select distinct on (v.organization_id) v.organization_id, coalesce(r.level_code, v.level_code) as level_code
              from organization_versions v
              left join organization_replica r on r.id = v.organization_id and r.level_code >= $2 and r.level_code < $3
              where v.organization_id in (select organization_id from incoming) and v.level_code >= $2 and v.level_code < $3
              order by v.organization_id, v.version desc)
            insert into scores (cycle_id, organization_id, slot, value, reason, level_code, recorded_by, recorded_at)
            select $1, i.organization_id, i.slot, i.value, i.reason, p.level_code, $4, $5
            from incoming i join placed p on p.organization_id = i.organization_id
            on conflict (cycle_id, organization_id, slot) do update
              set (value, reason, recorded_by, recorded_at) = (excluded.value, excluded.reason, excluded.recorded_by, excluded.recorded_at)
              where scores.value <> excluded.value or scores.reason is distinct from excluded.reason
            """, connection) { CommandTimeout = Visibility.SetSeconds };
        return await command.With(cycle.Id, cycle.LevelCode, cycle.LevelCode + LevelCode.AfterSubtree, by, now).ExecuteNonQueryAsync(cancel);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancel) =>
        value is null ? copy.WriteNullAsync(cancel) : copy.WriteAsync(value, type, cancel);

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Visibility.SetSeconds };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
