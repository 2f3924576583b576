using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sharing;

/// <summary>A step of a request (办理过程).</summary>
/// <param name="Actor">Who; <c>system</c> where its time was over.</param>
/// <param name="DueOn">By when the next step was due.</param>
public sealed record ShareRequestStepItem(DateTimeOffset At, string Actor, DataShareState State, string? Reason, DateOnly? DueOn);

/// <summary>A line of the list of share requests.</summary>
/// <param name="Resource">The code in the catalogue.</param>
/// <param name="DueOn">The last working day for the next step; null where none is due from those who answer.</param>
public sealed record ShareRequestItem(
    Guid Id, Guid AppId, string AppName, string Resource, string ResourceName, string ResourceNameEn, Guid? OrganizationId, string? OrganizationName, DateOnly Until, DataShareState State,
    DateTimeOffset AskedAt, DateOnly? DueOn, bool Overdue);

/// <summary>A share request (共享申请) with its history.</summary>
/// <param name="Resource">The code in the catalogue.</param>
/// <param name="Class">As the catalogue says now.</param>
/// <param name="OwnerId">Who replies; null for the installation's own department.</param>
/// <param name="Items">Of the resource's items those that the purpose needs. An app reads by resources, so this binds who uses them, not the interface.</param>
/// <param name="OrganizationId">The subtree; null for the whole installation.</param>
/// <param name="Until">The last day that was asked for.</param>
/// <param name="DueOn">The last working day for the next step; null where none is due from those who answer.</param>
/// <param name="Reason">Why it was returned, refused, withdrawn or revoked.</param>
/// <param name="HeldById">The request that brought what the app has already; null where an administrator gave it.</param>
/// <param name="GrantedOrganizationId">The subtree that was granted; null for the whole installation, and where nothing is granted.</param>
/// <param name="GrantedUntil">The last day on which the app may read; null where nothing was granted.</param>
/// <param name="Steps">From the first.</param>
public sealed record ShareRequestResponse(
    Guid Id, Guid AppId, string AppName, string Resource, string ResourceName, string ResourceNameEn, DataShareClass Class, Guid? OwnerId, string? OwnerName, IReadOnlyList<string> Items, string Purpose,
    string LegalBasis, Guid? OrganizationId, string? OrganizationName, DataFrequency Frequency, DateOnly Until, DataShareState State, DateTimeOffset AskedAt, DateOnly? DueOn, bool Overdue, string? Reason,
    Guid? HeldById, Guid? GrantedOrganizationId, string? GrantedOrganizationName, DateOnly? GrantedUntil, IReadOnlyList<ShareRequestStepItem> Steps, int Version)
{
    internal static async Task<ShareRequestResponse> OfAsync(GatewayDb db, DataShareRequest of, DateOnly today, CancellationToken cancel)
    {
        var resource = await db.DataResources.AsNoTracking().FirstAsync(r => r.Id == of.ResourceId, cancel);
        var app = await db.Apps.Where(a => a.Id == of.AppId).Select(a => a.Name).FirstAsync(cancel);
        Guid?[] named = [of.OrganizationId, of.GrantedOrganizationId, resource.OwnerId];
        var names = await db.Organizations.Where(o => named.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        var steps = await db.ShareRequestSteps.AsNoTracking().Where(step => step.RequestId == of.Id).OrderBy(step => step.Ordinal)
            .Select(step => new ShareRequestStepItem(step.At, step.ActorName, step.State, step.Reason, step.DueOn)).ToListAsync(cancel);
        return new(
            of.Id, of.AppId, app, resource.Code, resource.Name, resource.NameEn, resource.Class, resource.OwnerId, NameOf(resource.OwnerId), of.Items, of.Purpose, of.LegalBasis, of.OrganizationId,
            NameOf(of.OrganizationId), of.Frequency, of.Until, of.State, of.AskedAt, of.DueOn, of.DueOn < today, of.Reason, of.HeldById, of.GrantedOrganizationId, NameOf(of.GrantedOrganizationId),
            of.GrantedUntil, steps, of.Version);

        string? NameOf(Guid? id) => id is { } one ? names.GetValueOrDefault(one) : null;
    }
}
