using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>Recomputes a score from what is recorded, before and after the freeze, and says where every point comes from.</summary>
internal static class ExplainScore
{
    internal static async Task<Results<Ok<ScoreExplanation>, NotFound>> Handle(
        Guid id, Guid organizationId, Caller caller, AssessmentDb db, CancellationToken cancel)
    {
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        var organization = cycle is null ? null : await db.Organizations.AsNoTracking().Within(caller.Reach).Under(cycle.LevelCode)
            .SingleOrDefaultAsync(o => o.Id == organizationId, cancel);
        if (cycle is null || organization is null)
        {
            return TypedResults.NotFound();
        }

        var scheme = await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == cycle.SchemeId, cancel);
        var plan = new ScoringPlan(scheme.Content);
        var values = new decimal?[plan.Width];
        foreach (var score in await db.Scores.AsNoTracking().Within(caller.Reach).Where(s => s.CycleId == id && s.OrganizationId == organizationId).ToListAsync(cancel))
        {
            values[score.Slot] = score.Value;
        }

        var composite = plan.Score(values);
        return TypedResults.Ok(new ScoreExplanation(organizationId, composite.Score, composite.Vetoed, composite.Missing, plan.Explain(values)));
    }
}
