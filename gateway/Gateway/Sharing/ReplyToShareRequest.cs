using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>答复有条件共享的申请.</summary>
/// <param name="Reason">Asked for where it is not granted.</param>
/// <param name="OrganizationId">A smaller subtree than was asked for; none stands for all that was asked.</param>
/// <param name="Until">An earlier last day than was asked for; none stands for that.</param>
/// <param name="DataReady">Whether the data are there to be read at once; otherwise they are to be brought within 10 working days.</param>
public sealed record ReplyToShareRequestRequest(
    [Required] bool Granted, [StringLength(500, MinimumLength = 1)] string? Reason = null, Guid? OrganizationId = null, DateOnly? Until = null, bool DataReady = true);

/// <summary>Who owns the data decides; what he grants he must hold himself.</summary>
internal static class ReplyToShareRequest
{
    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> Handle(
        Guid id, ReplyToShareRequestRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found || !found.Owner.IsWithin(caller.Scope))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(found.Request);
        Field.Require(request.Granted || request.Reason is not null, "reason", "field.required");
        if (!request.Granted)
        {
            found.Request.Refuse(request.Reason!);
            return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.refused", http, cancel));
        }

        var place = request.OrganizationId ?? found.Request.OrganizationId;
        await RequireWithinAskedAsync(db, found.Request, place, cancel);
        found.Request.Agree(found.Resource, place, request.Until ?? found.Request.Until, request.DataReady, await requests.CountAsync(cancel));
        if (found.Request.State == DataShareState.Granted)
        {
            await requests.GiveAsync(found, caller, cancel);
        }
        else
        {
            await requests.RequireMayGrantAsync(found, caller, place, cancel);
        }

        return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.granted", http, cancel));
    }

    /// <summary>The data have been brought; from now on the app may read.</summary>
    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> Ready(
        Guid id, IfMatch ifMatch, Caller caller, HttpContext http, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found || !(found.Owner.IsWithin(caller.Scope) || IsCheckers(found, caller)))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(found.Request);
        found.Request.Ready(found.Resource, requests.Today);
        await requests.GiveAsync(found, caller, cancel);
        return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.ready", http, cancel));
    }

    // What is shared unconditionally no owner was asked for: who checked it sees it through.
    private static bool IsCheckers(FoundRequest found, Caller caller) => found.Resource.Class == DataShareClass.Unconditional && found.Home.IsWithin(caller.Scope);

    private static async Task RequireWithinAskedAsync(GatewayDb db, DataShareRequest request, Guid? organizationId, CancellationToken cancel) =>
        Rule.Require((await db.PlaceOfAsync(request.OrganizationId, cancel)).Holds(await db.PlaceOfAsync(organizationId, cancel)), "share.beyond-asked");
}
