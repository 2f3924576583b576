using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Replicas;

/// <summary>Finds organizations that the caller may see and that exist today.</summary>
internal static class Places
{
    public static async Task<Place?> FindPlaceAsync(this PairingDb db, Guid id, CancellationToken cancel) =>
        (await db.PlacesAsync([id], cancel)).GetValueOrDefault(id);

    public static Task<Dictionary<Guid, Place>> PlacesAsync(this PairingDb db, IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToArray();
        return Visible(db).Where(organization => wanted.Contains(organization.Id)).Select(organization => new Place(organization.Id, organization.Code, organization.Name, organization.LevelCode))
            .ToDictionaryAsync(place => place.OrganizationId, cancel);
    }

    public static IQueryable<OrganizationReplica> Visible(PairingDb db) =>
        db.Organizations.AsNoTracking().Within(db.Context.Caller!.Reach).Where(organization => organization.Status == OrganizationStatus.Active);
}

/// <summary>The organizations that a list of entries names, by id or by business code.</summary>
internal sealed class PlaceLookup
{
    private readonly List<(Guid? Id, string? Code)> references;
    private readonly Dictionary<Guid, Place> byId;
    private readonly Dictionary<string, Place> byCode;

    private PlaceLookup(List<(Guid?, string?)> references, IReadOnlyCollection<Place> places)
    {
        this.references = references;
        byId = places.ToDictionary(place => place.OrganizationId);
        byCode = places.ToDictionary(place => place.Code, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Guid> Ids => byId.Keys;

    public static async Task<PlaceLookup> LoadAsync(PairingDb db, IEnumerable<(Guid? Id, string? Code)> references, CancellationToken cancel)
    {
        var all = references.ToList();
        var ids = all.Where(reference => reference.Id is not null).Select(reference => reference.Id!.Value).Distinct().ToArray();
        var codes = all.Where(reference => reference.Code is not null).Select(reference => reference.Code!).Distinct().ToArray();
        var places = await Places.Visible(db).Where(organization => ids.Contains(organization.Id) || codes.Contains(organization.Code))
            .Select(organization => new Place(organization.Id, organization.Code, organization.Name, organization.LevelCode)).ToListAsync(cancel);
        return new PlaceLookup(all, places);
    }

    /// <summary>The organization of the entry; what cannot be seen is the field's fault, as what does not exist.</summary>
    public Place Require(int index, string field)
    {
        var (id, code) = references[index];
        Field.Require(id is null != code is null, $"{field}.organizationId", "organization.id-or-code");
        var place = id is { } known ? byId.GetValueOrDefault(known) : byCode.GetValueOrDefault(code!);
        Field.Require(place is not null, id is null ? $"{field}.organizationCode" : $"{field}.organizationId", "organization.unknown");
        return place!;
    }
}
