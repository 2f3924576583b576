using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Mobility;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Transfers;

/// <summary>
/// The receiving side takes the member over. A letter that went outside is closed by the giving side, when the receipt slip came back.
/// </summary>
internal static class ReceiveTransfer
{
    public static async Task<Results<Ok<TransferResponse>, NotFound>> Handle(
        Guid id, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel)
    {
        // Whoever answers for the receiving organization; for a letter that went outside nobody does, so the giver.
        var own = await scoped.Transfers.AsNoTracking().Within(caller.Reach)
            .SingleOrDefaultAsync(t => t.Id == id && (t.Direction == TransferDirection.In || t.ToOrganizationId == null), cancel);
        if (own is null)
        {
            return TypedResults.NotFound();
        }

        await using var db = beyond.CreateBeyondScope(caller);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SharePlacesAsync(cancel);
        var today = clock.Today();
        var sides = await db.Transfers.Where(t => t.Id == id).ToListAsync(cancel);
        sides.ForEach(side => side.Receive(today));
        var member = await db.Members.SingleAsync(m => m.Id == own.MemberId, cancel);
        var from = member.OrganizationId;
        if (own.ToOrganizationId is { } target)
        {
            member.MoveTo(await db.Organizations.SingleAsync(o => o.Id == target, cancel));
        }
        else
        {
            member.Close(MemberStatus.TransferredOut, own.Reason, today);
        }

        // Where the stay elsewhere was registered at home, that home is no longer his.
        await db.EndStayAsync(member.Id, "组织关系已转接", today, cancel);
        db.PublishOnCommit(member.State());
        db.PublishOnCommit(new MemberTransferred(member.Id, id, from, own.ToOrganizationId, today));
        db.Audit("transfer.received", "transfer", id, $"member {member.Id}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(sides.Single(side => side.Direction == own.Direction).ToResponse(today));
    }
}

/// <summary>The receiving side sends the letter back; the member stays where he is.</summary>
internal static class ReturnTransfer
{
    public static Task<Results<Ok<TransferResponse>, NotFound>> Handle(
        Guid id, DecideTransferRequest request, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel) =>
        DecideTransfer.Handle(
            id, TransferDirection.In, "transfer.returned", request.Reason, (side, today) => side.Return(request.Reason, today), caller, scoped, beyond, clock, cancel);
}

/// <summary>The giving side takes the letter back, as when it was lost or ran out.</summary>
internal static class CancelTransfer
{
    public static Task<Results<Ok<TransferResponse>, NotFound>> Handle(
        Guid id, DecideTransferRequest request, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel) =>
        DecideTransfer.Handle(
            id, TransferDirection.Out, "transfer.cancelled", request.Reason, (side, today) => side.Cancel(request.Reason, today), caller, scoped, beyond, clock, cancel);
}

internal static class DecideTransfer
{
    /// <param name="by">The side that may decide so.</param>
    public static async Task<Results<Ok<TransferResponse>, NotFound>> Handle(
        Guid id, TransferDirection by, string action, string reason, Action<Transfer, DateOnly> decide, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond,
        TimeProvider clock, CancellationToken cancel)
    {
        if (!await scoped.Transfers.Within(caller.Reach).AnyAsync(t => t.Id == id && t.Direction == by, cancel))
        {
            return TypedResults.NotFound();
        }

        await using var db = beyond.CreateBeyondScope(caller);
        var today = clock.Today();
        var sides = await db.Transfers.Where(t => t.Id == id).ToListAsync(cancel);
        sides.ForEach(side => decide(side, today));
        db.Audit(action, "transfer", id, purpose: reason);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(sides.Single(side => side.Direction == by).ToResponse(today));
    }
}
