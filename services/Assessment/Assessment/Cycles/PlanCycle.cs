using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

internal static class PlanCycle
{
    internal static async Task<Results<Created<CycleResponse>, NotFound>> Handle(
        PlanCycleRequest request, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var kinds = request.Kinds ?? [];
        Field.Require(request.CutOff.Year is >= 2000 and <= 2200, "cutOff", "field.range", "2000-01-01", "2200-12-31");
        Field.Require(kinds.All(kind => Enum.TryParse<OrganizationKind>(kind, true, out _)), "kinds", "field.unknown", string.Join(", ", kinds));
        var scheme = await db.Schemes.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(s => s.Id == request.SchemeId, cancel);
        var scope = await db.Organizations.AsNoTracking().Within(caller.Reach)
            .Where(o => o.Id == request.ScopeOrganizationId && o.Status == OrganizationStatus.Active).SingleOrDefaultAsync(cancel);
        if (scheme is null || scope is null)
        {
            return TypedResults.NotFound();
        }

        var cycle = AssessmentCycle.Plan(scheme, request.Year, scope.Id, scope.LevelCode, request.CutOff, kinds, clock.GetUtcNow());
        db.Cycles.Add(cycle);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, cycle.Version);
        return TypedResults.Created($"/api/v1/assessment/cycles/{cycle.Id}", CycleAnswers.From(cycle));
    }
}

internal static class CycleAnswers
{
    internal static CycleResponse From(AssessmentCycle c) => new(
        c.Id, c.Version, c.SchemeId, c.Year, c.ScopeOrganizationId, c.CutOff, c.Kinds, c.State, c.Assessed, c.OpenedAt, c.FrozenAt, c.FinalizedAt);
}
