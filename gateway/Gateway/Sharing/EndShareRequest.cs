using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sharing;

/// <summary>Revokes what was granted. Calling a halt to it takes no more than seeing it.</summary>
internal static class EndShareRequest
{
    public static async Task<Results<Ok<ShareRequestResponse>, NotFound>> Handle(
        Guid id, ShareReasonRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, ManageShareRequest requests, CancellationToken cancel)
    {
        if (await requests.FindAsync(id, caller, http, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(found.Request);
        found.Request.End(request.Reason);
        await ManageShareRequest.TakeAsync(db, found.Request, found.App, caller, cancel);
        return TypedResults.Ok(await requests.SaveAsync(found.Request, caller, "share.revoked", http, cancel));
    }
}

/// <summary>Ends requests whose last day is over. Their scopes have ended by themselves at that moment; here they are cleared away, and the request says so.</summary>
internal sealed class ShareRequestEnds(SystemDb<GatewayDb> databases, AppCache cache, TimeProvider clock, ILogger<ShareRequestEnds> log)
    : RepeatedWork(TimeSpan.FromMinutes(1), "Requests whose time is over could not be ended", log)
{
    private const int AtOnce = 100;

    /// <returns>How many were ended.</returns>
    public async Task<int> EndAsync(CancellationToken cancel)
    {
        var (now, today) = (clock.GetUtcNow(), clock.Today());
        await using var db = databases.Create();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Another replica of the gateway may be at it.
        var over = await db.ShareRequests.FromSql(
            $"select * from share_requests where state in ('granted', 'preparing') and granted_until < {today} order by id limit {AtOnce} for update skip locked").ToListAsync(cancel);
        foreach (var request in over)
        {
            request.End(null);
            await ManageShareRequest.TakeAsync(db, request, await db.Apps.FirstAsync(app => app.Id == request.AppId, cancel), Caller.System, cancel);
            db.ShareRequestSteps.Add(ShareRequestStep.Of(request, Caller.System.UserId, Caller.System.UserName, now));
            db.Record(Caller.System, "share.ended", "shareRequest", request.Id);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        over.ForEach(request => cache.Forget(request.AppId));
        return over.Count;
    }

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        while (await EndAsync(cancel) == AtOnce)
        {
        }
    }
}
