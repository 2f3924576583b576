using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Pairs;

/// <summary>Who helps whom in a programme, counted: by the helpers' class, the needs' class, and the place below the programme's scope in which the need stands.</summary>
internal static class GetNetwork
{
    /// <param name="under">The needs in the subtree of this organization; all that the caller reaches where nothing is said.</param>
    public static async Task<Results<Ok<PairingNetwork>, NotFound>> Handle(Guid id, Caller caller, PairingDb db, CancellationToken cancel, Guid? under = null)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme || await db.Organizations.ReachAsync(caller, under, cancel) is not { } scope)
        {
            return TypedResults.NotFound();
        }

        // Of a city's programme these are its districts, of a county's its townships.
        var length = programme.LevelCode.Length + LevelCode.CharactersPerLevel;
        var flows = await (
            from pair in db.Pairs.AsNoTracking().NeedWithin(scope)
            where pair.ProgrammeId == id && pair.State == PairState.Active
            join need in db.Needs on pair.Need.Id equals need.Id
            join helper in db.Helpers on pair.Helper.Id equals helper.Id
            group pair by new { helper.HelperClass, need.NeedClass, Place = need.LevelCode.Substring(0, length) } into flow
            select new { flow.Key.HelperClass, flow.Key.NeedClass, flow.Key.Place, Pairs = flow.Count() }).ToListAsync(cancel);
        string[] levelCodes = [.. flows.Select(flow => flow.Place).Distinct(StringComparer.Ordinal)];
        var places = await Places.Visible(db).Where(organization => levelCodes.Contains(organization.LevelCode))
            .Select(organization => new { organization.Id, organization.Name, organization.LevelCode }).ToDictionaryAsync(place => place.LevelCode, StringComparer.Ordinal, cancel);
        var needs = await db.Needs.AsNoTracking().Within(scope).Where(need => need.ProgrammeId == id && need.State != NeedState.Withdrawn)
            .GroupBy(need => need.State).Select(group => new { State = group.Key, Count = group.Count() }).ToListAsync(cancel);
        return TypedResults.Ok(new PairingNetwork(
            needs.Sum(row => row.Count),
            needs.Where(row => row.State is NeedState.Served).Sum(row => row.Count),
            [.. flows.OrderBy(flow => flow.Place, StringComparer.Ordinal).ThenBy(flow => flow.HelperClass, StringComparer.Ordinal).ThenBy(flow => flow.NeedClass, StringComparer.Ordinal)
                .Select(flow => new NetworkFlow(flow.HelperClass, flow.NeedClass, places.GetValueOrDefault(flow.Place)?.Id, places.GetValueOrDefault(flow.Place)?.Name, flow.Pairs))]));
    }
}
