using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Transfers;

/// <summary>The letters that left the caller's organizations, or that came to them.</summary>
internal static class ListTransfers
{
    public static async Task<Results<Ok<Page<TransferResponse>>, NotFound>> Handle(
        Caller caller, MembersDb db, TimeProvider clock, CancellationToken cancel, TransferDirection direction = TransferDirection.Out, TransferState? state = null,
        Guid? under = null, Guid? memberId = null, int? limit = null, string? cursor = null) =>
        await PageAsync(Filtered(db, direction, state, memberId), under, limit, cursor, caller, db, clock, cancel);

    internal static IQueryable<Transfer> Filtered(MembersDb db, TransferDirection direction, TransferState? state, Guid? memberId)
    {
        var transfers = db.Transfers.AsNoTracking().Where(t => t.Direction == direction);
        transfers = state is null ? transfers : transfers.Where(t => t.State == state);
        return memberId is null ? transfers : transfers.Where(t => t.MemberId == memberId);
    }

    internal static async Task<Results<Ok<Page<TransferResponse>>, NotFound>> PageAsync(
        IQueryable<Transfer> transfers, Guid? under, int? limit, string? cursor, Caller caller, MembersDb db, TimeProvider clock, CancellationToken cancel)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        if (await db.WithinAsync(transfers, under, caller, cancel) is not { } within)
        {
            return TypedResults.NotFound();
        }

        transfers = within;
        if (after != Cursor.Start)
        {
            transfers = transfers.Where(t => EF.Functions.GreaterThan(ValueTuple.Create(t.LevelCode, t.Id), ValueTuple.Create(after.LevelCode, after.Id)));
        }

        var rows = await transfers.OrderBy(t => t.LevelCode).ThenBy(t => t.Id).Take(size + 1).ToListAsync(cancel);
        var page = rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        var today = clock.Today();
        return TypedResults.Ok(new Page<TransferResponse>([.. page.Items.Select(t => t.ToResponse(today))], page.Next));
    }
}

/// <summary>One letter, from the side that the caller sees; from the giving side where he sees both.</summary>
internal static class GetTransfer
{
    public static async Task<Results<Ok<TransferResponse>, NotFound>> Handle(
        Guid id, Caller caller, MembersDb db, TimeProvider clock, CancellationToken cancel)
    {
        var sides = await db.Transfers.AsNoTracking().Within(caller.Reach).Where(t => t.Id == id).ToListAsync(cancel);
        return sides.MinBy(side => side.Direction) is { } transfer
            ? TypedResults.Ok(transfer.ToResponse(clock.Today()))
            : TypedResults.NotFound();
    }
}

/// <summary>
/// Pocket members (口袋党员): the letter ran out and nobody received it, so the relation is in somebody's pocket. They stay with the
/// old organization, which has to look into it.
/// </summary>
internal static class ListPocketMembers
{
    public static Task<Results<Ok<Page<TransferResponse>>, NotFound>> Handle(
        Caller caller, MembersDb db, TimeProvider clock, CancellationToken cancel, Guid? under = null, int? limit = null, string? cursor = null)
    {
        var today = clock.Today();
        return ListTransfers.PageAsync(
            db.Transfers.AsNoTracking().Where(t => t.Direction == TransferDirection.Out && t.State == TransferState.Issued && t.ExpiresOn < today),
            under, limit, cursor, caller, db, clock, cancel);
    }
}
