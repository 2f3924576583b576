using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Shows what is masked everywhere else. The audit entry is committed before the answer leaves.</summary>
internal static class RevealMember
{
    public const string DuesBase = "members.dues-base";

    public static async Task<Results<Ok<RevealedMember>, NotFound>> Handle(
        Guid id, RevealMemberRequest request, HttpContext http, Caller caller, MembersDb db, PersonalData personal, CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (member is null)
        {
            return TypedResults.NotFound();
        }

        var seesIncome = caller.Permissions.Allows(DuesBase);
        db.Audit("members.reveal", "member", id, seesIncome ? "idNumber phone monthlyIncome" : "idNumber phone", request.Purpose);
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        var person = member.IdNumberHash;
        return TypedResults.Ok(new RevealedMember(
            id,
            personal.OpenIdNumber(person, member.IdNumberSealed),
            member.PhoneSealed is { } phone ? personal.OpenPhone(person, phone) : null,
            seesIncome && member.IncomeSealed is { } income ? personal.OpenIncome(person, income) : null,
            seesIncome ? member.IncomeKind : null));
    }
}
