using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Members.Mobility;

/// <summary>How many are away (side home), or here from elsewhere (side host), for a department's figures.</summary>
internal static class CountMobility
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    public static async Task<Results<Ok<MobilityCounts>, NotFound>> Handle(
        Caller caller, MembersDb db, CancellationToken cancel, MobilitySide side = MobilitySide.Home, Guid? under = null)
    {
        if (await db.WithinAsync(ListMobility.Filtered(db, side, null, null), under, caller, cancel) is not { } stays)
        {
            return TypedResults.NotFound();
        }

        var counts = await stays.GroupBy(s => s.State).ToDictionaryAsync(group => group.Key, group => group.Count(), cancel);
        return TypedResults.Ok(new MobilityCounts(
            counts.GetValueOrDefault(MobilityState.Registered), counts.GetValueOrDefault(MobilityState.CheckedIn), counts.GetValueOrDefault(MobilityState.Ended)));
    }
}
