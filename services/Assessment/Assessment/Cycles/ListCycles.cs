using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Assessment.Cycles;

internal static class ListCycles
{
    internal static async Task<Ok<Page<CycleResponse>>> Handle(
        Caller caller, AssessmentDb db, CancellationToken cancel, int? year = null, CycleState? state = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        var cycles = db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach);
        if (year is not null)
        {
            cycles = cycles.Where(c => c.Year == year);
        }

        if (state is not null)
        {
            cycles = cycles.Where(c => c.State == state);
        }

        if (cursor is not null)
        {
            cycles = cycles.Where(c => c.Id.CompareTo(after.Id) < 0);
        }

        var rows = (await cycles.OrderByDescending(c => c.Id).Take(size + 1).ToListAsync(cancel)).ConvertAll(CycleAnswers.From);
        return TypedResults.Ok(rows.ToPage(size, last => new Cursor("", last.Id).ToString()));
    }
}
