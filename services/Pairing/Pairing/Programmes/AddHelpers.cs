using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Pairing.Programmes;

internal static class AddHelpers
{
    public static async Task<Results<Ok<ListedResponse>, NotFound>> Handle(
        Guid id, [MinLength(1), MaxLength(5000)] IReadOnlyList<HelperRequest> requests, Caller caller, PairingDb db, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        programme.RequireOpen();
        await using var transaction = await db.HoldProgrammeAsync(id, cancel);
        var places = await PlaceLookup.LoadAsync(db, requests.Select(request => (request.OrganizationId, request.OrganizationCode)), cancel);
        var ids = places.Ids;
        var known = await db.Helpers.Where(helper => helper.ProgrammeId == programme.Id && ids.Contains(helper.OrganizationId))
            .ToDictionaryAsync(helper => (helper.OrganizationId, helper.PersonCode), cancel);
        var (added, changed) = (0, 0);
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            var place = places.Require(index, $"[{index}]");
            Person.RequireWhere(programme.HelpersArePersons, request.Person, $"[{index}]");
            var capacity = request.Capacity ?? programme.RuleSet.CapacityPerHelper;
            var key = (place.OrganizationId, request.Person?.Code ?? Person.None);
            if (!known.TryGetValue(key, out var helper))
            {
                known.Add(key, helper = Helper.Add(programme.Id, place, request.HelperClass, capacity, request.Person));
                db.Helpers.Add(helper);
                added++;
            }
            else if (helper.Reclassify(request.HelperClass, capacity, request.Person))
            {
                changed++;
            }
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(new ListedResponse(added, changed, requests.Count - added - changed));
    }
}
