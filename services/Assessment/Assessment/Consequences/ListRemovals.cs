using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

internal static class ListRemovals
{
    internal static async Task<Ok<Page<RemovalResponse>>> Handle(
        Caller caller, AssessmentDb db, CancellationToken cancel, RemovalState? state = null, int? year = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        var rows = await db.RemovalProposals.AsNoTracking().Within(caller.Reach)
            .Where(r => (state == null || r.State == state) && (year == null || r.Year == year))
            .Where(r => string.Compare(r.LevelCode, after.LevelCode) >= 0 && (string.Compare(r.LevelCode, after.LevelCode) > 0 || r.Id.CompareTo(after.Id) > 0))
            .OrderBy(r => r.LevelCode).ThenBy(r => r.Id).Take(size + 1).ToListAsync(cancel);
        var page = rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<RemovalResponse>([.. page.Items.Select(r => DecideRemoval.Answer(r))], page.Next));
    }
}
