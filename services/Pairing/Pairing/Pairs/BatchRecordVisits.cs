using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;

namespace PartyCloud.Pairing.Pairs;

/// <summary>Records many visits in one call, each as a call of its own would.</summary>
internal static class BatchRecordVisits
{
    public static async Task<Ok<BatchResponse<VisitResponse>>> Handle(
        [CheckedOneByOne] BatchRecordVisitsRequest request, HttpContext http, Caller caller, BatchWrites batch, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(await batch.RunAsync<PairingDb, PairVisit, VisitResponse>(
            http, request.Items,
            async (services, _, item) => await RecordVisit.Handle(item.PairId, item.Visit, caller, services.GetRequiredService<PairingDb>(), clock, cancel),
            (db, id) => FindAsync(db, id, caller, cancel)));

    private static async Task<VisitResponse?> FindAsync(PairingDb db, Guid id, Caller caller, CancellationToken cancel) =>
        await db.Visits.AsNoTracking().SingleOrDefaultAsync(visit => visit.Id == id, cancel) is { } visit && await db.FindPairAsync(visit.PairId, caller, cancel) is not null
            ? visit.Response()
            : null;
}
