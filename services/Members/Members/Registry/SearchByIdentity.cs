using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Finds a member in scope by the whole identity number, which travels in the body so that no log of addresses keeps it.</summary>
internal static class SearchByIdentity
{
    public static async Task<Ok<Page<MemberResponse>>> Handle(
        SearchByIdentityRequest request, Caller caller, MembersDb db, PersonalData personal, CancellationToken cancel)
    {
        var fault = IdentityNumber.Check(request.IdNumber.Trim(), out var number);
        Field.Require(fault is null, "idNumber", fault ?? "");
        var hash = personal.HashOf(number);
        var member = await db.Members.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(m => m.IdNumberHash == hash, cancel);
        db.Audit("members.search-identity", "member", member?.Id, number.Masked, request.Purpose);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Page<MemberResponse>(member is null ? [] : [member.ToResponse()], null));
    }
}
