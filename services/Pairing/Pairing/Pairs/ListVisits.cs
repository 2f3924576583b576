using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
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

        var take = Limit.Of(limit);
        var visits = db.Visits.AsNoTracking().Where(visit => visit.PairId == id);
        if (cursor is not null)
        {
            var last = Cursor.Parse(cursor).Id;
            var on = await visits.Where(visit => visit.Id == last).Select(visit => visit.On).SingleOrDefaultAsync(cancel);
            visits = visits.Where(visit => visit.On < on || (visit.On == on && visit.Id < last));
        }

        var rows = await visits.OrderByDescending(visit => visit.On).ThenByDescending(visit => visit.Id).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor("", last.Id).ToString());
        return TypedResults.Ok(new Page<VisitResponse>([.. page.Items.Select(RecordVisit.Response)], page.Next));
    }
}
