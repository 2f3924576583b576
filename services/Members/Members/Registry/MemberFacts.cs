using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Members.Registry;

/// <summary>What can be said about a member besides place, status and what is sealed.</summary>
internal sealed record MemberFacts(
    string Name, Sex Sex, DateOnly BirthDate, string? Ethnicity, string? Education, DateOnly? AppliedOn, DateOnly? JoinedOn, DateOnly? FormalOn,
    string? Occupation, string? IncomeKind, string[] Tags, string? ExternalCode)
{
    /// <summary>Says what does not fit together; one check for the form and for the sheet.</summary>
    /// <param name="number">Null where the identity number itself is at fault.</param>
    public static void Check(
        IdentityNumber? number, Sex? sex, DateOnly? birthDate, DateOnly? appliedOn, DateOnly? joinedOn, DateOnly? formalOn, DateOnly today, ICollection<FieldError> errors)
    {
        if (number is { } identity)
        {
            Require(identity.BirthDate <= today, "idNumber", "identity.birth-date");
            Require(sex is null || sex == identity.Sex, "sex", "member.sex-differs");
            Require(birthDate is null || birthDate == identity.BirthDate, "birthDate", "member.birth-date-differs");
        }

        Require(appliedOn is null || appliedOn <= today, "appliedOn", "member.date-in-future");
        Require(joinedOn is null || (joinedOn <= today && (appliedOn is null || appliedOn <= joinedOn)), "joinedOn", "member.dates-out-of-order");
        Require(formalOn is null || (formalOn <= today && (joinedOn is null || joinedOn <= formalOn)), "formalOn", "member.dates-out-of-order");

        void Require(bool holds, string field, string code)
        {
            if (!holds)
            {
                errors.Add(new(field, code));
            }
        }
    }
}
