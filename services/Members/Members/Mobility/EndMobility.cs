using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Mobility;

/// <summary>The member reported at the place (报到): the host says so, or home where the place has no organization here.</summary>
internal static class CheckInMobility
{
    public static async Task<Results<Ok<MobilityResponse>, NotFound>> Handle(
        Guid id, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel)
    {
        var own = await scoped.Stays.AsNoTracking().Within(caller.Reach)
            .SingleOrDefaultAsync(s => s.Id == id && (s.Side == MobilitySide.Host || s.HostOrganizationId == null), cancel);
        if (own is null)
        {
            return TypedResults.NotFound();
        }

        await using var db = beyond.CreateBeyondScope(caller);
        var sides = await db.Stays.Where(s => s.Id == id).ToListAsync(cancel);
        sides.ForEach(side => side.CheckIn(clock.Today()));
        db.Audit("mobility.checked-in", "mobility", id);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(sides.Single(side => side.Side == own.Side).ToResponse());
    }
}

/// <summary>The stay is over, as either side may say. What the host was shown ends with it; the history stays at home.</summary>
internal static class EndMobility
{
    public static async Task<Results<Ok<MobilityResponse>, NotFound>> Handle(
        Guid id, EndMobilityRequest request, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel)
    {
        var own = await scoped.Stays.AsNoTracking().Within(caller.Reach).Where(s => s.Id == id).OrderBy(s => s.Side).FirstOrDefaultAsync(cancel);
        if (own is null)
        {
            return TypedResults.NotFound();
        }

        await using var db = beyond.CreateBeyondScope(caller);
        var stay = await db.Stays.SingleAsync(s => s.Id == id && s.Side == MobilitySide.Home, cancel);
        var member = await db.Members.SingleAsync(m => m.Id == own.MemberId, cancel);
        stay.End(request.Reason, clock.Today());
        await db.ForgetHostAsync(id, cancel);
        member.ComeBack();
        db.PublishOnCommit(member.State());
        db.Audit("mobility.ended", "mobility", id, $"member {member.Id}", request.Reason);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(stay.ToResponse());
    }

    /// <summary>Ends what a member may have open, because the relation itself went over.</summary>
    internal static async Task EndStayAsync(this MembersDb db, Guid memberId, string reason, DateOnly today, CancellationToken cancel)
    {
        var stay = await db.Stays.SingleOrDefaultAsync(s => s.MemberId == memberId && s.Side == MobilitySide.Home && s.State != MobilityState.Ended, cancel);
        if (stay is not null)
        {
            stay.End(reason, today);
            await db.ForgetHostAsync(stay.Id, cancel);
        }
    }

    private static async Task ForgetHostAsync(this MembersDb db, Guid id, CancellationToken cancel) =>
        db.Stays.RemoveRange(await db.Stays.Where(s => s.Id == id && s.Side == MobilitySide.Host).ToListAsync(cancel));
}
