using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Pairing.Pairs;

internal static class ListVisits
{
    public static async Task<Results<Ok<Page<VisitResponse>>, NotFound>> Handle(
        Guid id, Caller caller, PairingDb db, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        if (await db.FindPairAsync(id, caller, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        // Ids are in the order of recording, so the cursor needs nothing else.
        var before = cursor is null ? (Guid?)null : Cursor.Parse(cursor).Id;
        var take = Limit.Of(limit);
        var rows = await db.Visits.AsNoTracking().Where(visit => visit.PairId == id && (before == null || visit.Id < before))
            .OrderByDescending(visit => visit.Id).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor("", last.Id).ToString());
        return TypedResults.Ok(new Page<VisitResponse>([.. page.Items.Select(RecordVisit.Response)], page.Next));
    }
}
