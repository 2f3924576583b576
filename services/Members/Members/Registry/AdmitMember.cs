using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Enters a member in the registry of an organization in scope.</summary>
internal static class AdmitMember
{
    /// <summary>The one answer to an identity number that is known already, whoever holds it: here, elsewhere, or in a closed record.</summary>
    public const string Known = "member.cannot-be-added-here";

    public static async Task<Results<Created<MemberResponse>, NotFound>> Handle(
        AdmitMemberRequest request, HttpContext http, Caller caller, MembersDb db, PersonalData personal, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        IdentityNumber? number = null;
        if (IdentityNumber.Check(request.IdNumber.Trim(), out var parsed) is { } fault)
        {
            errors.Add(new("idNumber", fault));
        }
        else
        {
            number = parsed;
        }

        MemberFacts.Check(number, request.Sex, request.BirthDate, request.AppliedOn, request.JoinedOn, request.FormalOn, clock.Today(), errors);
        if (request.Status is not (null or MemberStatus.Formal or MemberStatus.Probationary or MemberStatus.Suspended))
        {
            errors.Add(new("status", "member.status-needs-closing"));
        }

        var phone = ReadPhone(request.Phone, errors);
        var tags = ReadTags(request.Tags, errors);
        if (errors.Count > 0)
        {
            throw new FieldException(errors);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SharePlacesAsync(cancel);
        var organization = await db.Organizations.Within(caller.Reach).SingleOrDefaultAsync(o => o.Id == request.OrganizationId, cancel);
        if (organization is null)
        {
            return TypedResults.NotFound();
        }

        var idNumber = personal.Seal(parsed);
        var member = Member.Admit(
            Guid.CreateVersion7(clock.GetUtcNow()),
            organization,
            new(request.Name.Trim(), parsed.Sex, parsed.BirthDate, Given(request.Ethnicity), Given(request.Education), request.AppliedOn, request.JoinedOn, request.FormalOn,
                Given(request.Occupation), Given(request.IncomeKind), tags ?? [], Given(request.ExternalCode)),
            request.Status ?? MemberStatus.Formal,
            idNumber,
            phone is null ? null : personal.SealPhone(idNumber.Hash, phone),
            request.MonthlyIncome is { } income ? personal.SealIncome(idNumber.Hash, income) : null);
        db.Members.Add(member);
        db.PublishOnCommit(member.State());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "member_id_number" })
        {
            throw new RuleViolationException(Known);
        }

        await transaction.CommitAsync(cancel);
        IfMatch.Tag(http, member.Version);
        return TypedResults.Created($"/api/v1/members/{member.Id}", member.ToResponse());
    }

    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static string? ReadPhone(string? text, List<FieldError> errors)
    {
        if (Given(text) is not { } given)
        {
            return null;
        }

        var phone = PersonalData.NormalizePhone(given);
        if (phone is null)
        {
            errors.Add(new("phone", "field.malformed"));
        }

        return phone;
    }

    internal static string[]? ReadTags(IReadOnlyList<string>? tags, List<FieldError> errors)
    {
        if (tags is null)
        {
            return null;
        }

        var given = tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (given.Any(tag => tag.Length > 40))
        {
            errors.Add(new("tags", "field.length", 1, 40));
        }

        return given;
    }
}
