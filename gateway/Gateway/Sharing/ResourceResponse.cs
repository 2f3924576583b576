using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sharing;

/// <summary>An entry of the catalogue (数据资源).</summary>
/// <param name="Resource">The scope that an app gets with it; null where no app gets it.</param>
/// <param name="Reason">Why it is conditional, or not shared.</param>
/// <param name="LegalBasis">The rule that says so.</param>
/// <param name="OwnerId">Who answers for it, to whom requests go; null for the installation's own department.</param>
public sealed record DataResourceResponse(
    Guid Id, string Code, string Name, string NameEn, AppResource? Resource, DataShareClass Class, string? Reason, string? LegalBasis, DataFrequency Frequency, Guid? OwnerId, string? OwnerName,
    IReadOnlyList<DataItem> Items, DateTimeOffset ChangedAt, int Version)
{
    internal static async Task<List<DataResourceResponse>> AllAsync(GatewayDb db, IQueryable<DataResource> resources, CancellationToken cancel) =>
        (await (
            from resource in resources.AsNoTracking()
            from owner in db.Organizations.Where(o => o.Id == resource.OwnerId).DefaultIfEmpty()
            orderby resource.Id
            select new { Resource = resource, OwnerName = (string?)owner!.Name }).ToListAsync(cancel))
        .ConvertAll(row => Of(row.Resource, row.OwnerName));

    private static DataResourceResponse Of(DataResource of, string? ownerName) => new(
        of.Id, of.Code, of.Name, of.NameEn, of.Resource, of.Class, of.Reason, of.LegalBasis, of.Frequency, of.OwnerId, ownerName, of.Items, of.ChangedAt, of.Version);
}
