using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

internal static class ChangeMember
{
    public static async Task<Results<Ok<MemberResponse>, NotFound>> Handle(
        Guid id, ChangeMemberRequest request, IfMatch ifMatch, HttpContext http, Caller caller, MembersDb db, PersonalData personal, TimeProvider clock, CancellationToken cancel)
    {
        var member = await db.Members.Within(caller.Reach).SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (member is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(member);
        var (applied, joined, formal) = (request.AppliedOn ?? member.AppliedOn, request.JoinedOn ?? member.JoinedOn, request.FormalOn ?? member.FormalOn);
        var errors = new List<FieldError>();
        MemberFacts.Check(null, null, null, applied, joined, formal, clock.Today(), errors);
        if (request.Status is not (null or MemberStatus.Formal or MemberStatus.Probationary or MemberStatus.Suspended))
        {
            errors.Add(new("status", "member.status-needs-closing"));
        }

        var phone = AdmitMember.ReadPhone(request.Phone, errors);
        var tags = AdmitMember.ReadTags(request.Tags, errors);
        if (errors.Count > 0)
        {
            throw new FieldException(errors);
        }

        if (request.Phone is "")
        {
            member.ForgetPhone();
        }

        member.Change(
            new(request.Name?.Trim() ?? member.Name, member.Sex, member.BirthDate, Given(request.Ethnicity, member.Ethnicity), Given(request.Education, member.Education),
                applied, joined, formal, Given(request.Occupation, member.Occupation), Given(request.IncomeKind, member.IncomeKind), tags ?? member.Tags,
                Given(request.ExternalCode, member.ExternalCode)),
            request.Status ?? member.Status,
            phone is null ? null : personal.SealPhone(member.IdNumberHash, phone),
            request.MonthlyIncome is { } income ? personal.SealIncome(member.IdNumberHash, income) : null);
        db.PublishOnCommit(member.State());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, member.Version);
        return TypedResults.Ok(member.ToResponse());
    }

    private static string? Given(string? given, string? before) => given is null ? before : AdmitMember.Given(given);
}
