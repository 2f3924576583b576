using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Pairs;

internal static class GetPair
{
    public static async Task<Results<Ok<PairResponse>, NotFound>> Handle(Guid id, HttpContext http, Caller caller, PairingDb db, CancellationToken cancel)
    {
        if (await db.FindPairAsync(id, caller, cancel) is not { } pair)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, pair.Version);
        return TypedResults.Ok(pair.Response());
    }

    public static Task<Pair?> FindPairAsync(this PairingDb db, Guid id, Caller caller, CancellationToken cancel) =>
        db.Pairs.Within(caller.Reach).SingleOrDefaultAsync(pair => pair.Id == id, cancel);

    public static PairResponse Response(this Pair pair) => new(
        pair.Id,
        pair.ProgrammeId,
        pair.Kind,
        pair.State,
        pair.Need.Response(),
        pair.Helper.Response(),
        pair.Source,
        pair.StartedOn,
        pair.EndedOn,
        pair.Reason,
        pair.Visits,
        pair.LastVisitOn,
        pair.Version);
}
