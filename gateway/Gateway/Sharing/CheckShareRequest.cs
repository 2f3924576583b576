using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>符合性审查.</summary>
/// <param name="Conforms">Whether purpose, basis and scope are said and fit together.</param>
/// <param name="Reason">What is to be mended, where it does not conform.</param>
/// <param name="DataReady">Of what is shared unconditionally: whether the data are there to be read at once.</param>
public sealed record CheckShareRequestRequest([Required] bool Conforms, [StringLength(500, MinimumLength = 1)] string? Reason = null, bool DataReady = true);

/// <summary>Who may check must reach the app's home.</summary>
internal static class CheckShareRequest
{
    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> Handle(
        Guid id, CheckShareRequestRequest request, IfMatch ifMatch, Caller caller, HttpContext http, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found || !found.Home.IsWithin(caller.Scope))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(found.Request);
        Field.Require(request.Conforms || request.Reason is not null, "reason", "field.required");
        if (!request.Conforms)
        {
            found.Request.Return(request.Reason!);
            return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.returned", http, cancel));
        }

        found.Request.Conform(found.Resource, request.DataReady, await requests.CountAsync(cancel));
        if (found.Request.State == DataShareState.Granted)
        {
            await requests.GiveAsync(found, caller, cancel);
        }
        else if (found.Request.State == DataShareState.Preparing)
        {
            // Who cannot give it cannot promise it.
            await requests.RequireMayGrantAsync(found, caller, found.Request.GrantedOrganizationId, cancel);
        }

        return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.conforms", http, cancel));
    }
}
