using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Storage;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>
/// How far a cycle is in the caller's part of it: until it is frozen, of how many organizations each stage has all its values; from then
/// on, how the grades fall.
/// </summary>
internal static class GetCycleProgress
{
    internal static async Task<Results<Ok<CycleProgress>, NotFound>> Handle(
        Guid id, Caller caller, AssessmentDb db, SystemDb<AssessmentDb> beyond, CancellationToken cancel)
    {
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(cycle.State is CycleState.Frozen or CycleState.Finalized
            ? await GradesAsync(db, caller, id, cancel)
            : await StagesAsync(db, await ListScores.AssessedAsync(db, beyond, cycle, caller, cancel), cycle, cancel));
    }

    private static async Task<CycleProgress> StagesAsync(AssessmentDb db, IQueryable<OrganizationReplica> assessed, AssessmentCycle cycle, CancellationToken cancel)
    {
        var scheme = (await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == cycle.SchemeId, cancel)).Content;
        var plan = new ScoringPlan(scheme);
        List<StageProgress> stages = [];
        foreach (var stage in scheme.Stages)
        {
            short[] wanted = [.. plan.SlotsOf(stage.Stage).Where(slot => plan.At(slot).Indicator.IsScored())];
            var complete = await assessed.CountAsync(
                o => db.Scores.Count(s => s.CycleId == cycle.Id && s.OrganizationId == o.Id && wanted.Contains(s.Slot)) == wanted.Length, cancel);
            stages.Add(new StageProgress(stage.Stage, stage.Weight, complete));
        }

        return new CycleProgress(await assessed.CountAsync(cancel), stages, []);
    }

    private static async Task<CycleProgress> GradesAsync(AssessmentDb db, Caller caller, Guid id, CancellationToken cancel)
    {
        var grades = await GetRanking.Filtered(db, caller, id, null).GroupBy(o => new { o.DomainType, o.Grade })
            .Select(group => new { group.Key.DomainType, group.Key.Grade, Organizations = group.Count() })
            .OrderBy(row => row.DomainType).ThenBy(row => row.Grade).ToListAsync(cancel);
        return new CycleProgress(grades.Sum(row => row.Organizations), [], [.. grades.Select(row => new GradeCount(row.DomainType, row.Grade!, row.Organizations))]);
    }
}
