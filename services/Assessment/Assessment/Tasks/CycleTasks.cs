using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Assessment.Tasks;

/// <summary>The next step of each cycle, and the values that are missing of the caller's own organizations.</summary>
internal static class CycleTasks
{
    private const string Manage = "assessment.cycles";
    private const string Score = "assessment.score";

    // Over more organizations than these the missing values are not counted for a list that people open all day.
    private const int MostLookedAt = 5000;

    // Who is assessed, as the tree stands today and by the rules of Snapshot: no head of the scope or of a district, no kind that is
    // not ranked. The nearest committee above with a district's region code is in that district, be it its head or not.
    private const string Assessed = """
        from unnest($2::text[]) root join organization_replica o on o.level_code >= root and o.level_code < root || '~'
        where o.status = 'active' and o.id <> $3
          and case when cardinality($4::text[]) = 0 then o.kind not in ('group', 'temporaryBranch') else o.kind = any($4) end
          and not exists (select from cycle_exclusions e where e.cycle_id = $1 and e.organization_id = o.id)
          and not (o.kind in ('committee', 'workingCommittee') and o.region_code ~ '^[0-9]{6}$' and o.region_code !~ '00$' and o.region_code is distinct from (
            select above.region_code from organization_replica above
            where above.level_code in (select left(o.level_code, 3 * depth) from generate_series(1, length(o.level_code) / 3 - 1) depth)
              and above.kind in ('committee', 'workingCommittee') and above.status = 'active'
              and above.region_code ~ '^[0-9]{6}$' and above.region_code !~ '00$'
            order by length(above.level_code) desc limit 1))
        """;

    internal static async Task AddAsync(TaskGathering tasks, AssessmentDb db, ServiceDatabase database, CancellationToken cancel)
    {
        if (!tasks.MayAct(Manage) && !tasks.MayAct(Score))
        {
            return;
        }

        var reach = tasks.Caller.Reach;
        var open = db.Cycles.AsNoTracking().WithinOrAbove(reach).Where(c => c.State == CycleState.Open).OrderBy(c => c.CutOff).ThenBy(c => c.Id).Take(tasks.Limit);
        foreach (var cycle in await open.ToListAsync(cancel))
        {
            await AddOpenAsync(cycle);
        }

        await AddStepAsync("openCycle", CycleState.Planned);
        await AddStepAsync("finalizeCycle", CycleState.Frozen);

        Task AddStepAsync(string kind, CycleState state) => tasks.AddAsync(
            kind, Manage,
            from c in db.Cycles.AsNoTracking().Within(reach)
            where c.State == state
            from s in db.Schemes.Where(s => s.Id == c.SchemeId)
            orderby c.CutOff, c.Id
            select new { c.Id, c.ScopeOrganizationId, c.CutOff, s.Name },
            c => new DueTask(c.Id, $"/api/v1/assessment/cycles/{c.Id}", c.ScopeOrganizationId, null, state is CycleState.Planned ? c.CutOff : null, c.Name), cancel);

        async Task AddOpenAsync(AssessmentCycle cycle)
        {
            var scheme = await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == cycle.SchemeId, cancel);
            var isOwn = reach.Contains(cycle.LevelCode);
            var missing = await MissingAsync(database, cycle, new ScoringPlan(scheme.Content), reach, cancel);
            if (missing.Organizations == 0 && isOwn && tasks.MayAct(Manage) && cycle.CutOff <= tasks.Today)
            {
                tasks.Add("freezeCycle", [Of(cycle.CutOff, scheme.Name)]);
            }

            if (tasks.MayAct(Score) && missing.Organizations > 0)
            {
                tasks.Add("recordScores", [Of(cycle.CutOff, scheme.Name, missing.Organizations, missing.Values)]);
            }
            else if (tasks.MayAct(Score) && !missing.LookedAt)
            {
                tasks.Add("recordScores", [Of(cycle.CutOff, scheme.Name)], text: "task.recordScoresUncounted");
            }

            DueTask Of(DateOnly dueOn, params object[] arguments) =>
                new(cycle.Id, $"/api/v1/assessment/cycles/{cycle.Id}", cycle.ScopeOrganizationId, null, dueOn, arguments);
        }
    }

    /// <summary>
    /// How many organizations within reach lack how many values. The service itself reads, because districts' heads above the caller
    /// decide who is one; the statement keeps to the caller's part of the cycle, and only numbers come out.
    /// </summary>
    private static async Task<Missing> MissingAsync(ServiceDatabase database, AssessmentCycle cycle, ScoringPlan plan, LevelScope reach, CancellationToken cancel)
    {
        string[] roots = [.. reach.Prefixes.Select(prefix => LevelCode.IsWithin(cycle.LevelCode, prefix) ? cycle.LevelCode : prefix)
            .Where(root => LevelCode.IsWithin(root, cycle.LevelCode)).Distinct(StringComparer.Ordinal)];
        await using var command = database.System.CreateCommand($"select count(*) from (select 1 {Assessed} limit {MostLookedAt + 1}) looked_at")
            .With(cycle.Id, roots, cycle.ScopeOrganizationId, cycle.Kinds);
        if ((long)(await command.ExecuteScalarAsync(cancel))! > MostLookedAt)
        {
            return new(false, 0, 0);
        }

        short[] required = [.. plan.RequiredSlots.Select(slot => (short)slot)];
        command.CommandText = $"""
            select count(*), coalesce(sum(lacking), 0)::bigint from (
              select $6 - (select count(*) from scores s where s.cycle_id = $1 and s.organization_id = o.id and s.slot = any($5)) as lacking {Assessed}) counted
            where lacking > 0
            """;
        await using var reader = await command.With(cycle.Id, roots, cycle.ScopeOrganizationId, cycle.Kinds, required, required.LongLength).ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new(true, reader.GetInt64(0), reader.GetInt64(1));
    }

    private readonly record struct Missing(bool LookedAt, long Organizations, long Values);
}
