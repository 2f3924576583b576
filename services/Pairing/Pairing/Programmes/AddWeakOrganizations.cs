using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

/// <summary>Makes needs of the organizations that assessment listed as weak in a year.</summary>
internal static class AddWeakOrganizations
{
    public static async Task<Results<Ok<ListedResponse>, NotFound>> Handle(
        Guid id, FromWeakListRequest request, Caller caller, PairingDb db, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        programme.RequireOpen();
        await using var transaction = await db.HoldProgrammeAsync(id, cancel);
        var (added, listed) = await AddAsync(db, programme, request.Year ?? programme.Year, request.NeedClass, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(new ListedResponse(added, 0, listed - added));
    }

    /// <summary>Adds those that are no needs yet; a class that a clerk has given stays.</summary>
    public static async Task<(int Added, int Listed)> AddAsync(PairingDb db, Programme programme, int year, string needClass, CancellationToken cancel)
    {
        if (programme.NeedsArePersons)
        {
            return (0, 0);
        }

        var scope = LevelScope.Of(programme.LevelCode);
        var listed = await db.WeakListings.AsNoTracking().Within(scope)
            .Where(listing => listing.Year == year).Select(listing => listing.OrganizationId).ToListAsync(cancel);
        var known = await db.Needs.Where(need => need.ProgrammeId == programme.Id).Select(need => need.OrganizationId).ToListAsync(cancel);
        var fresh = listed.Except(known).ToList();
        var places = await db.PlacesAsync(fresh, cancel);
        db.Needs.AddRange(places.Values.Select(place => Need.Add(programme.Id, place, needClass, [], NeedSource.WeakList)));
        return (places.Count, listed.Count);
    }
}
