using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

internal static class ListSelections
{
    internal static async Task<Results<Ok<Page<SelectionSummary>>, NotFound>> Handle(
        Guid cycleId, Caller caller, AssessmentDb db, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        if (!await db.Cycles.WithinOrAbove(caller.Reach).AnyAsync(c => c.Id == cycleId, cancel))
        {
            return TypedResults.NotFound();
        }

        var rows = await db.Selections.AsNoTracking().Within(caller.Reach)
            .Where(s => s.CycleId == cycleId && s.Id.CompareTo(after.Id) > 0)
            .OrderBy(s => s.Id).Take(size + 1)
            .Select(s => new SelectionSummary(s.Id, s.CycleId, s.Year, s.Digest, s.CreatedAt)).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(size, last => new Cursor("", last.Id).ToString()));
    }
}
