using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Pairing.Pairs;

/// <summary>Many pairs by their ids in one call, those with either side in reach.</summary>
internal static class BatchGetPairs
{
    public static async Task<Ok<BatchGetPairsResponse>> Handle(BatchGetPairsRequest request, Caller caller, PairingDb db, CancellationToken cancel)
    {
        Guid[] ids = [.. request.Ids.Distinct()];
        var found = await db.Pairs.AsNoTracking().Within(caller.Reach).Where(pair => ids.Contains(pair.Id)).ToDictionaryAsync(pair => pair.Id, cancel);
        return TypedResults.Ok(new BatchGetPairsResponse(
            [.. ids.Select(id => found.GetValueOrDefault(id)).OfType<Pair>().Select(GetPair.Response)],
            [.. ids.Where(id => !found.ContainsKey(id))]));
    }
}
