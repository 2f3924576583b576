using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Sharing;

/// <summary>A line of the list of corrections: what is about a person is not in it.</summary>
/// <param name="Resource">The code in the catalogue.</param>
/// <param name="Meaning">What the item is.</param>
/// <param name="OrganizationId">Who answers.</param>
/// <param name="Own">Whether who reads this asked for it.</param>
/// <param name="DueOn">The last working day for an answer.</param>
public sealed record CorrectionItem(
    Guid Id, string Resource, string ResourceName, string ResourceNameEn, Guid ObjectId, string Item, string Meaning, string MeaningEn, Guid OrganizationId, string? OrganizationName, string AskerName,
    bool Own, CorrectionState State, DateTimeOffset AskedAt, DateOnly DueOn, bool Overdue, DateTimeOffset? AnsweredAt)
{
    internal static CorrectionItem Of(CorrectionRow row, Caller caller, DateOnly today)
    {
        var (of, resource) = (row.Correction, row.Resource);
        var item = resource.Find(of.Item);
        return new(
            of.Id, resource.Code, resource.Name, resource.NameEn, of.ObjectId, of.Item, item?.Meaning ?? of.Item, item?.MeaningEn ?? of.Item, of.OrganizationId, row.OrganizationName, of.AskerName,
            (of.AppId ?? of.AccountId) == caller.UserId, of.State, of.AskedAt, of.DueOn, of.State == CorrectionState.Open && of.DueOn < today, of.AnsweredAt);
    }

    internal static async Task<CorrectionItem> OfAsync(GatewayDb db, Guid id, Caller caller, DateOnly today, CancellationToken cancel) =>
        Of(await CorrectionRow.All(db).AsNoTracking().FirstAsync(row => row.Correction.Id == id, cancel), caller, today);
}

/// <summary>A request for correction (数据更正申请).</summary>
/// <param name="Link">Where the object is to be had.</param>
/// <param name="Masked">Whether what may tell of people is kept back: the object is not in the reader's scope any more.</param>
/// <param name="ShouldBe">Null where it is masked.</param>
/// <param name="Evidence">Null where it is masked or none was given.</param>
/// <param name="Answer">What was done, or why nothing is; null while it is open, and where it is masked.</param>
public sealed record CorrectionResponse(CorrectionItem Request, string Link, bool Masked, string? Stands, string? ShouldBe, string? Evidence, string? Answer, string? AnsweredBy, int Version);

/// <summary>A correction with what it is about, in a query.</summary>
internal sealed class CorrectionRow
{
    public required CorrectionRequest Correction { get; init; }

    public required DataResource Resource { get; init; }

    public string? OrganizationName { get; init; }

    public string? LevelCode { get; init; }

    public static IQueryable<CorrectionRow> All(GatewayDb db) =>
        from correction in db.CorrectionRequests
        join resource in db.DataResources on correction.ResourceId equals resource.Id
        from organization in db.Organizations.Where(o => o.Id == correction.OrganizationId).DefaultIfEmpty()
        select new CorrectionRow { Correction = correction, Resource = resource, OrganizationName = organization!.Name, LevelCode = organization.LevelCode };
}
