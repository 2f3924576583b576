using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Pairs;

/// <summary>How many pairs there are, for a department's figures.</summary>
internal static class CountPairs
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="side">Whose place counts: the one in need (default) or the helper.</param>
    public static async Task<Results<Ok<PairCounts>, NotFound>> Handle(
        Caller caller, PairingDb db, CancellationToken cancel, Guid? under = null, PairSide? side = null, Guid? programmeId = null, ProgrammeKind? kind = null)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } scope)
        {
            return TypedResults.NotFound();
        }

        var counts = await ListPairs.Filtered(db, scope, side is PairSide.Helper, programmeId, kind, null)
            .GroupBy(pair => pair.State).ToDictionaryAsync(group => group.Key, group => group.Count(), cancel);
        return TypedResults.Ok(new PairCounts(counts.GetValueOrDefault(PairState.Active), counts.GetValueOrDefault(PairState.Ended)));
    }
}
