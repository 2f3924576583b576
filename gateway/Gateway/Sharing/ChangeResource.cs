using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>What is said of an item. What is not given stays as it is.</summary>
/// <param name="Name">One of the resource's: what the API does not offer cannot be entered.</param>
public sealed record ChangeDataItem(
    [Required, StringLength(64, MinimumLength = 1)] string Name, [StringLength(100, MinimumLength = 1)] string? Meaning = null, [StringLength(100, MinimumLength = 1)] string? MeaningEn = null,
    bool? Personal = null);

/// <summary>变更数据资源. What is not given stays as it is.</summary>
/// <param name="Class">With another class what was granted stays granted until it ends or is revoked.</param>
/// <param name="Reason">Asked for where the class is not unconditional.</param>
/// <param name="LegalBasis">Asked for where the class is not unconditional.</param>
/// <param name="OwnerId">An organization that answers for it from now on.</param>
/// <param name="DepartmentOwns">The installation's own department answers for it again.</param>
public sealed record ChangeDataResourceRequest(
    [StringLength(100, MinimumLength = 1)] string? Name = null,
    [StringLength(100, MinimumLength = 1)] string? NameEn = null,
    DataShareClass? Class = null,
    [StringLength(500, MinimumLength = 1)] string? Reason = null,
    [StringLength(500, MinimumLength = 1)] string? LegalBasis = null,
    DataFrequency? Frequency = null,
    Guid? OwnerId = null,
    bool DepartmentOwns = false,
    [MaxLength(100)] IReadOnlyList<ChangeDataItem>? Items = null);

internal static class ChangeResource
{
    public static async Task<Results<Ok<DataResourceResponse>, NotFound>> Handle(
        string code, ChangeDataResourceRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.DataResources.FirstOrDefaultAsync(one => one.Code == code, cancel) is not { } resource)
        {
            return TypedResults.NotFound();
        }

        var authority = await Authority.OfAsync(db, caller, cancel);
        Rule.Require(authority.Reaches(Place.Of(null, null)), "sharing.installation-only");
        ifMatch.Check(resource);
        var items = request.Items is { Count: > 0 } changes ? With(resource, changes) : null;
        resource.Change(request.Name, request.NameEn, request.Class, request.Reason, request.LegalBasis, request.Frequency, items, clock.GetUtcNow());
        if (request.OwnerId is { } owner)
        {
            Field.Require((await db.PlaceOfAsync(owner, cancel)).LevelCode is not null, "ownerId", "field.unknown", owner);
            resource.HandTo(owner);
        }
        else if (request.DepartmentOwns)
        {
            resource.HandTo(null);
        }

        var fields = new (string Name, bool Given)[]
        {
            ("name", request.Name is not null), ("nameEn", request.NameEn is not null), ("class", request.Class is not null), ("reason", request.Reason is not null),
            ("legalBasis", request.LegalBasis is not null), ("frequency", request.Frequency is not null), ("ownerId", request.OwnerId is not null || request.DepartmentOwns), ("items", items is not null),
        }.Where(field => field.Given).Select(field => field.Name);
        db.Record(caller, "catalogue.changed", "dataResource", resource.Id, string.Join(' ', fields));
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, resource.Version);
        return TypedResults.Ok((await DataResourceResponse.AllAsync(db, db.DataResources.Where(one => one.Id == resource.Id), cancel))[0]);
    }

    private static List<DataItem> With(DataResource resource, IReadOnlyList<ChangeDataItem> changes)
    {
        for (var n = 0; n < changes.Count; n++)
        {
            Field.Require(resource.Find(changes[n].Name) is not null, $"items[{n}].name", "field.unknown", changes[n].Name);
        }

        return [.. resource.Items.Select(item => changes.LastOrDefault(change => change.Name == item.Name) is { } change
            ? item with { Meaning = change.Meaning ?? item.Meaning, MeaningEn = change.MeaningEn ?? item.MeaningEn, Personal = change.Personal ?? item.Personal }
            : item)];
    }
}
