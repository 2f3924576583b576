using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Programmes;

internal static class AddNeeds
{
    public static async Task<Results<Ok<ListedResponse>, NotFound>> Handle(
        Guid id, [MinLength(1), MaxLength(5000)] IReadOnlyList<NeedRequest> requests, Caller caller, PairingDb db, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        programme.RequireOpen();
        await using var transaction = await db.HoldProgrammeAsync(id, cancel);
        var places = await PlaceLookup.LoadAsync(db, requests.Select(request => (request.OrganizationId, request.OrganizationCode)), cancel);
        var known = await KnownAsync(db, programme, places, cancel);
        var (added, changed) = (0, 0);
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            var place = places.Require(index, $"[{index}]");
            Field.Require(LevelCode.IsWithin(place.LevelCode, programme.LevelCode), $"[{index}].organizationId", "need.outside-programme");
            Person.RequireWhere(programme.NeedsArePersons, request.Person, $"[{index}]");
            var others = request.OtherClasses ?? [];
            Field.Require(others.All(ClassCode.IsValid), $"[{index}].otherClasses", "field.malformed");
            var key = (place.OrganizationId, request.Person?.Code ?? Person.None);
            if (!known.TryGetValue(key, out var need))
            {
                known.Add(key, need = Need.Add(programme.Id, place, request.NeedClass, others, NeedSource.Manual, request.Person));
                db.Needs.Add(need);
                added++;
            }
            else if (need.Reclassify(request.NeedClass, others, request.Person))
            {
                changed++;
            }
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(new ListedResponse(added, changed, requests.Count - added - changed));
    }

    private static async Task<Dictionary<(Guid, string), Need>> KnownAsync(PairingDb db, Programme programme, PlaceLookup places, CancellationToken cancel)
    {
        var ids = places.Ids;
        return await db.Needs.Where(need => need.ProgrammeId == programme.Id && ids.Contains(need.OrganizationId))
            .ToDictionaryAsync(need => (need.OrganizationId, need.PersonCode), cancel);
    }
}
