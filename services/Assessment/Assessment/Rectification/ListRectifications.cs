using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Rectification;

/// <summary>The ledger is a view: every level sees the cases below it, and nobody files them again.</summary>
internal static class ListRectifications
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    internal static async Task<Results<Ok<Page<RectificationResponse>>, NotFound>> Handle(
        Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel, RectificationState? state = null, int? year = null,
        Guid? organizationId = null, Guid? selectionId = null, Guid? under = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        if (await FilteredAsync(db, caller, state, year, organizationId, selectionId, under, cancel) is not { } cases)
        {
            return TypedResults.NotFound();
        }

        var rows = await cases
            .Where(c => string.Compare(c.LevelCode, after.LevelCode) >= 0 && (string.Compare(c.LevelCode, after.LevelCode) > 0 || c.Id.CompareTo(after.Id) > 0))
            .OrderBy(c => c.LevelCode).ThenBy(c => c.Id).Take(size + 1).ToListAsync(cancel);
        var page = rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        var today = clock.Today();
        return TypedResults.Ok(new Page<RectificationResponse>([.. page.Items.Select(c => RectificationAnswers.From(c, today))], page.Next));
    }

    /// <returns>What the list holds, in no order; null when the organization is absent or out of scope.</returns>
    internal static async Task<IQueryable<RectificationCase>?> FilteredAsync(
        AssessmentDb db, Caller caller, RectificationState? state, int? year, Guid? organizationId, Guid? selectionId, Guid? under, CancellationToken cancel)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach)
        {
            return null;
        }

        var cases = db.Rectifications.AsNoTracking().Within(reach);
        cases = state is null ? cases : cases.Where(c => c.State == state);
        cases = year is null ? cases : cases.Where(c => c.Year == year);
        cases = organizationId is null ? cases : cases.Where(c => c.OrganizationId == organizationId);
        return selectionId is null ? cases : cases.Where(c => c.SelectionId == selectionId);
    }
}
