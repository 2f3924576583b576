using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Assessment.Schemes;

internal static class ListSchemes
{
    internal static async Task<Ok<Page<SchemeSummary>>> Handle(
        Caller caller, AssessmentDb db, CancellationToken cancel, int? year = null, SchemeState? state = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        var schemes = db.Schemes.AsNoTracking().WithinOrAbove(caller.Reach);
        if (year is not null)
        {
            schemes = schemes.Where(s => s.Year == year);
        }

        if (state is not null)
        {
            schemes = schemes.Where(s => s.State == state);
        }

        if (cursor is not null)
        {
            schemes = schemes.Where(s => s.Id.CompareTo(after.Id) < 0);
        }

        // Ids are in the order of time, so the latest come first.
        var rows = await schemes.OrderByDescending(s => s.Id).Take(size + 1)
            .Select(s => new SchemeSummary(s.Id, s.Name, s.Year, s.OrganizationId, s.State)).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(size, last => new Cursor("", last.Id).ToString()));
    }
}
