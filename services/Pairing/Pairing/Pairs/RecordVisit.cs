using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Pairs;

internal static class RecordVisit
{
    public static async Task<Results<Created<VisitResponse>, NotFound>> Handle(
        Guid id, RecordVisitRequest request, Caller caller, PairingDb db, TimeProvider clock, CancellationToken cancel)
    {
        Field.Require(request.Activities.All(ClassCode.IsValid), "activities", "field.malformed");
        if (await db.FindPairAsync(id, caller, cancel) is not { } pair)
        {
            return TypedResults.NotFound();
        }

        var (visit, fact) = pair.RecordVisit(request, caller.UserName, clock.GetUtcNow(), clock.Today());
        db.Visits.Add(visit);
        db.PublishOnCommit(fact);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/v1/pairing/pairs/{id}/visits", visit.Response());
    }

    public static VisitResponse Response(this Visit visit) => new(
        visit.Id, visit.PairId, visit.On, visit.Activities, visit.Summary, visit.Beneficiaries, visit.Cost, visit.RecordedBy, visit.RecordedAt);
}
