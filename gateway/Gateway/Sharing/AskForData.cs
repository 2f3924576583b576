using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>提出共享申请: what an app wants, what for, and by what right.</summary>
/// <param name="Resource">The code in the catalogue.</param>
/// <param name="Purpose">The task that it serves (用途和应用场景); used for nothing else.</param>
/// <param name="LegalBasis">The duty that asks for it (履职依据).</param>
/// <param name="Frequency">How often it is to be fetched.</param>
/// <param name="Until">The last day, at most three years from today.</param>
/// <param name="Items">Of the resource's items those that the purpose needs; none stands for all.</param>
/// <param name="OrganizationId">The subtree, within the organization that the app belongs to; none for the whole installation.</param>
/// <param name="AppId">In whose name; an app that signs asks for itself and leaves it out.</param>
public sealed record AskForDataRequest(
    [Required, StringLength(64, MinimumLength = 1)] string Resource,
    [Required, StringLength(500, MinimumLength = 1)] string Purpose,
    [Required, StringLength(500, MinimumLength = 1)] string LegalBasis,
    [Required] DataFrequency Frequency,
    [Required] DateOnly Until,
    [MaxLength(100)] IReadOnlyList<string>? Items = null,
    Guid? OrganizationId = null,
    Guid? AppId = null)
{
    internal ShareContent Content => new([.. Items ?? []], Purpose, LegalBasis, OrganizationId, Frequency, Until);
}

/// <summary>补正后重新提交: all of it, as it is to be now.</summary>
/// <param name="Purpose">The task that it serves (用途和应用场景); used for nothing else.</param>
/// <param name="LegalBasis">The duty that asks for it (履职依据).</param>
/// <param name="Frequency">How often it is to be fetched.</param>
/// <param name="Until">The last day, at most three years from today.</param>
/// <param name="Items">Of the resource's items those that the purpose needs; none stands for all.</param>
/// <param name="OrganizationId">The subtree, within the organization that the app belongs to; none for the whole installation.</param>
public sealed record ResubmitShareRequestRequest(
    [Required, StringLength(500, MinimumLength = 1)] string Purpose,
    [Required, StringLength(500, MinimumLength = 1)] string LegalBasis,
    [Required] DataFrequency Frequency,
    [Required] DateOnly Until,
    [MaxLength(100)] IReadOnlyList<string>? Items = null,
    Guid? OrganizationId = null)
{
    internal ShareContent Content => new([.. Items ?? []], Purpose, LegalBasis, OrganizationId, Frequency, Until);
}

/// <summary>An app asks by its own signed call; or a person who sees to the app asks in its name.</summary>
internal static class AskForData
{
    public static async Task<Results<Created<ShareRequestResponse>, NotFound>> Handle(
        AskForDataRequest request, Caller caller, HttpContext http, GatewayDb db, ManageApp apps, ManageShareRequest requests, CancellationToken cancel)
    {
        var own = (http.User as AppPrincipal)?.App.Id;
        Field.Require(own is not null || request.AppId is not null, "appId", "field.required");
        Field.Require(own is null || request.AppId is null || request.AppId == own, "appId", "share.other-app");
        var app = own is { } id ? await db.Apps.FirstOrDefaultAsync(a => a.Id == id, cancel) : await apps.FindAsync(request.AppId!.Value, caller, toChange: false, cancel);
        if (app is null)
        {
            return TypedResults.NotFound();
        }

        var resource = await db.DataResources.FirstOrDefaultAsync(one => one.Code == request.Resource, cancel);
        Field.Require(resource is not null, "resource", "field.unknown", request.Resource);
        var content = await requests.ContentAsync(request.Content, resource!, app, cancel);
        var asked = DataShareRequest.Ask(app.Id, resource!, content, caller.UserId, await requests.CountAsync(cancel));
        if (asked.State == DataShareState.Submitted && await requests.HeldAsync(app, resource!, content, cancel) is (true, var by))
        {
            asked.HoldAlready(by);
        }

        db.ShareRequests.Add(asked);
        return TypedResults.Created($"/api/v1/sharing/requests/{asked.Id}", await requests.SaveAsync(asked, caller, "share.asked", http, cancel));
    }

    /// <summary>What was returned is handed in again, changed.</summary>
    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> Again(
        Guid id, ResubmitShareRequestRequest request, IfMatch ifMatch, Caller caller, HttpContext http, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found || !Speaks(found, caller, http))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(found.Request);
        found.Request.Resubmit(await requests.ContentAsync(request.Content, found.Resource, found.App, cancel), await requests.CountAsync(cancel));
        return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.resubmitted", http, cancel));
    }

    /// <summary>Takes with it what it brought.</summary>
    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> Withdraw(
        Guid id, ShareReasonRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found || !Speaks(found, caller, http))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(found.Request);
        found.Request.Withdraw(request.Reason);
        await ManageShareRequest.TakeAsync(db, found.Request, found.App, caller, cancel);
        return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.withdrawn", http, cancel));
    }

    // Who only owns the data does not speak for the app.
    private static bool Speaks(FoundRequest found, Caller caller, HttpContext http) => http.User is AppPrincipal || found.Home.IsWithin(caller.Scope);
}

/// <param name="Reason">For who asked, and for the audit log.</param>
public sealed record ShareReasonRequest([Required, StringLength(500, MinimumLength = 1)] string Reason);
