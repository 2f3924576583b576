using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>数据有误：提出更正申请.</summary>
/// <param name="Resource">The code in the catalogue.</param>
/// <param name="ObjectId">Of the organization, the member or the pair; of an assessment the organization that was assessed.</param>
/// <param name="Item">Of the resource's items.</param>
/// <param name="ShouldBe">What should stand there, or what is doubted. Kept encrypted.</param>
/// <param name="Stands">What stands there; left out where the item tells of a person.</param>
/// <param name="Evidence">By what it can be checked. Kept encrypted.</param>
public sealed record ReportErrorRequest(
    [Required, StringLength(64, MinimumLength = 1)] string Resource, [Required] Guid ObjectId, [Required, StringLength(64, MinimumLength = 1)] string Item,
    [Required, StringLength(1000, MinimumLength = 1)] string ShouldBe, [StringLength(500, MinimumLength = 1)] string? Stands = null, [StringLength(2000, MinimumLength = 1)] string? Evidence = null);

internal static class ReportError
{
    public static async Task<Results<Created<CorrectionItem>, NotFound, EmptyHttpResult>> Handle(
        ReportErrorRequest request, Caller caller, HttpContext http, GatewayDb db, CorrectionObjects objects, AppKeys keys, TimeProvider clock, CancellationToken cancel)
    {
        var resource = await db.DataResources.FirstOrDefaultAsync(one => one.Code == request.Resource, cancel);
        Field.Require(resource?.Resource is not null, "resource", "field.unknown", request.Resource);
        var item = resource!.Find(request.Item);
        Field.Require(item is not null, "item", "field.unknown", request.Item);
        Field.Require(!item!.Personal || request.Stands is null, "stands", "correction.personal");
        var found = await objects.FindAsync(http, resource.Resource!.Value, request.ObjectId, cancel);
        if (found.Unanswered)
        {
            http.Response.Headers.RetryAfter = "2";
            await ProblemWriter.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "service.unavailable");
            return TypedResults.Empty;
        }

        if (found.OrganizationId is not { } organization)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var content = new CorrectionContent(
            resource.Id, request.ObjectId, organization, item.Name, request.Stands, keys.Seal(id, request.ShouldBe), request.Evidence is { } evidence ? keys.Seal(id, evidence) : null);
        var correction = CorrectionRequest.Ask(id, content, caller.UserId, caller.UserName, http.User is AppPrincipal, new(now, await db.WorkingDaysAsync(now, cancel)));
        db.CorrectionRequests.Add(correction);
        db.Record(caller, "correction.asked", "correction", id, $"{resource.Code} {request.ObjectId} {item.Name}");
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, correction.Version);
        return TypedResults.Created($"/api/v1/sharing/corrections/{id}", await CorrectionItem.OfAsync(db, id, caller, clock.Today(), cancel));
    }
}
