using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

internal static class GetSelection
{
    internal static Task<Results<Ok<SelectionResponse>, NotFound>> Handle(Guid id, Caller caller, AssessmentDb db, CancellationToken cancel) => Of(id, null, caller, db, cancel);

    internal static async Task<Results<Ok<SelectionResponse>, NotFound>> Of(Guid id, Guid? cycleId, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        await AnswerAsync(id, db, caller, cancel) is { } selection && (cycleId ?? selection.CycleId) == selection.CycleId
            ? TypedResults.Ok(selection)
            : TypedResults.NotFound();

    internal static async Task<SelectionResponse?> AnswerAsync(Guid id, AssessmentDb db, Caller caller, CancellationToken cancel)
    {
        var list = await db.Selections.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (list is null)
        {
            return null;
        }

        var items = await db.SelectionItems.AsNoTracking().Within(caller.Reach).Where(i => i.SelectionId == id).OrderBy(i => i.Ordinal)
            .Select(i => new SelectionItem(
                i.OrganizationId, i.Code, i.Name, i.DomainType, i.Rank, i.RankFromLowest, i.Score, i.Grade, i.Reason, i.DecidedBy, i.DistrictId)).ToListAsync(cancel);
        var quotas = await db.SelectionQuotas.AsNoTracking().Within(caller.Reach).Where(q => q.SelectionId == id).OrderBy(q => q.Ordinal)
            .Select(q => new SelectionQuota(q.DomainType, q.Assessed, q.Quota, q.Listed, q.DistrictId)).ToListAsync(cancel);
        return new(list.Id, list.CycleId, list.Year, items, quotas, list.Digest, list.CreatedAt);
    }
}
