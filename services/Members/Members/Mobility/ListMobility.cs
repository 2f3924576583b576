using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Mobility;

/// <summary>Who is away (side home), or who is here from elsewhere (side host).</summary>
internal static class ListMobility
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    public static async Task<Results<Ok<Page<MobilityResponse>>, NotFound>> Handle(
        Caller caller, MembersDb db, CancellationToken cancel, MobilitySide side = MobilitySide.Home, MobilityState? state = null, Guid? under = null,
        Guid? memberId = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        if (await db.WithinAsync(Filtered(db, side, state, memberId), under, caller, cancel) is not { } stays)
        {
            return TypedResults.NotFound();
        }

        if (after != Cursor.Start)
        {
            stays = stays.Where(s => EF.Functions.GreaterThan(ValueTuple.Create(s.LevelCode, s.Id), ValueTuple.Create(after.LevelCode, after.Id)));
        }

        var rows = await stays.OrderBy(s => s.LevelCode).ThenBy(s => s.Id).Take(size + 1).ToListAsync(cancel);
        var page = rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<MobilityResponse>([.. page.Items.Select(s => s.ToResponse())], page.Next));
    }

    internal static IQueryable<MobileStay> Filtered(MembersDb db, MobilitySide side, MobilityState? state, Guid? memberId)
    {
        var stays = db.Stays.AsNoTracking().Where(s => s.Side == side);
        stays = state is null ? stays : stays.Where(s => s.State == state);
        return memberId is null ? stays : stays.Where(s => s.MemberId == memberId);
    }
}

/// <summary>One stay, from the side that the caller sees; from home where he sees both.</summary>
internal static class GetMobility
{
    public static async Task<Results<Ok<MobilityResponse>, NotFound>> Handle(Guid id, Caller caller, MembersDb db, CancellationToken cancel)
    {
        var sides = await db.Stays.AsNoTracking().Within(caller.Reach).Where(s => s.Id == id).ToListAsync(cancel);
        return sides.MinBy(side => side.Side) is { } stay ? TypedResults.Ok(stay.ToResponse()) : TypedResults.NotFound();
    }
}
