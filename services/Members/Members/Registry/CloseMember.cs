using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Closes a member's record with a reason; history stays.</summary>
internal static class CloseMember
{
    public static async Task<Results<Ok<MemberResponse>, NotFound>> Handle(
        Guid id, CloseMemberRequest request, IfMatch ifMatch, HttpContext http, Caller caller, MembersDb db, TimeProvider clock, CancellationToken cancel)
    {
        Field.Require(request.Status is MemberStatus.Left or MemberStatus.Deceased, "status", "member.close-status");
        Field.Require(request.On is null || request.On <= clock.Today(), "on", "member.date-in-future");
        var member = await db.Members.Within(caller.Reach).SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (member is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(member);
        Rule.Require(!await db.Transfers.AnyAsync(t => t.MemberId == id && t.State == TransferState.Issued, cancel), "transfer.open");
        Rule.Require(!await db.Stays.AnyAsync(s => s.MemberId == id && s.State != MobilityState.Ended, cancel), "mobility.open");
        member.Close(request.Status, request.Reason, request.On ?? clock.Today());
        db.PublishOnCommit(member.State());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, member.Version);
        return TypedResults.Ok(member.ToResponse());
    }
}
