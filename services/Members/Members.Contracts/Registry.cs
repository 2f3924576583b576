using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Members.Contracts;

/// <param name="IdNumber">Citizen identity number (公民身份号码), 18 characters; a small x is accepted.</param>
/// <param name="Sex">Follows from the identity number; given, it must agree.</param>
/// <param name="BirthDate">Follows from the identity number; given, it must agree.</param>
/// <param name="Status">Formal where nothing is said.</param>
/// <param name="MonthlyIncome">What dues are reckoned from (党费计算基数), in yuan.</param>
public sealed record AdmitMemberRequest(
    Guid OrganizationId,
    [property: StringLength(40, MinimumLength = 1)] string IdNumber,
    [property: StringLength(60, MinimumLength = 1), RegularExpression(@".*\S.*")] string Name,
    Sex? Sex = null,
    DateOnly? BirthDate = null,
    [property: StringLength(40)] string? Ethnicity = null,
    [property: StringLength(40)] string? Education = null,
    MemberStatus? Status = null,
    DateOnly? AppliedOn = null,
    DateOnly? JoinedOn = null,
    DateOnly? FormalOn = null,
    [property: StringLength(40)] string? Phone = null,
    [property: StringLength(60)] string? Occupation = null,
    [property: Range(typeof(decimal), "0", "10000000", ParseLimitsInInvariantCulture = true)] decimal? MonthlyIncome = null,
    [property: StringLength(40)] string? IncomeKind = null,
    [property: MaxLength(20)] IReadOnlyList<string>? Tags = null,
    [property: StringLength(100)] string? ExternalCode = null);

/// <summary>What is left out stays as it is; an empty text clears an optional field. The identity number and what follows from it stay.</summary>
public sealed record ChangeMemberRequest(
    [property: StringLength(60, MinimumLength = 1), RegularExpression(@".*\S.*")] string? Name = null,
    [property: StringLength(40)] string? Ethnicity = null,
    [property: StringLength(40)] string? Education = null,
    MemberStatus? Status = null,
    DateOnly? AppliedOn = null,
    DateOnly? JoinedOn = null,
    DateOnly? FormalOn = null,
    [property: StringLength(40)] string? Phone = null,
    [property: StringLength(60)] string? Occupation = null,
    [property: Range(typeof(decimal), "0", "10000000", ParseLimitsInInvariantCulture = true)] decimal? MonthlyIncome = null,
    [property: StringLength(40)] string? IncomeKind = null,
    [property: MaxLength(20)] IReadOnlyList<string>? Tags = null,
    [property: StringLength(100)] string? ExternalCode = null);

/// <param name="Status">Left (出党) or deceased (去世).</param>
/// <param name="On">Today where nothing is said.</param>
public sealed record CloseMemberRequest(MemberStatus Status, [property: StringLength(500, MinimumLength = 1)] string Reason, DateOnly? On = null);

/// <param name="Purpose">Why it must be seen; it stands in the audit log.</param>
public sealed record RevealMemberRequest([property: StringLength(200, MinimumLength = 2), RegularExpression(@".*\S.*")] string Purpose);

/// <summary>One member's data in full.</summary>
/// <param name="MonthlyIncome">Only for who may see what dues are reckoned from (permission members.dues-base).</param>
public sealed record RevealedMember(Guid Id, string IdNumber, string? Phone, decimal? MonthlyIncome, string? IncomeKind);

/// <param name="Purpose">Why; it stands in the audit log.</param>
public sealed record SearchByIdentityRequest(
    [property: StringLength(40, MinimumLength = 1)] string IdNumber,
    [property: StringLength(200, MinimumLength = 2), RegularExpression(@".*\S.*")] string Purpose);

/// <summary>A Party member (党员) as the outside sees one: identity number and telephone masked, what dues are reckoned from left out.</summary>
/// <param name="IdNumber">First 6 + ******** + last 4.</param>
/// <param name="Phone">First 3 + **** + last 4.</param>
/// <param name="Mobile">Lives or works elsewhere while the formal relation stays (流动党员).</param>
/// <param name="LevelCode">The organization's place in the tree.</param>
public sealed record MemberResponse(
    Guid Id, Guid OrganizationId, string LevelCode, string Name, Sex Sex, DateOnly BirthDate, string? Ethnicity, string? Education,
    MemberStatus Status, bool Mobile, DateOnly? AppliedOn, DateOnly? JoinedOn, DateOnly? FormalOn, string? Occupation, IReadOnlyList<string> Tags,
    string? ExternalCode, string IdNumber, string? Phone, DateOnly? ClosedOn, string? CloseReason, int Version);

/// <summary>A member in a list.</summary>
public sealed record MemberSummary(
    Guid Id, Guid OrganizationId, string LevelCode, string Name, Sex Sex, DateOnly BirthDate, MemberStatus Status, bool Mobile, DateOnly? JoinedOn,
    DateOnly? FormalOn, string IdNumber, string? Phone, int Version);

/// <summary>Up to 1,000 members.</summary>
public sealed record BatchGetMembersRequest([property: MinLength(1), MaxLength(1000)] IReadOnlyList<Guid> Ids);

/// <param name="Items">Who was found, of closed records as well, each once and in the order of the ids.</param>
/// <param name="Missing">Absent or out of reach.</param>
public sealed record BatchGetMembersResponse(IReadOnlyList<MemberResponse> Items, IReadOnlyList<Guid> Missing);

/// <summary>Up to 1,000 members to be entered.</summary>
public sealed record BatchAdmitMembersRequest(IReadOnlyList<AdmitMemberRequest> Items);

/// <summary>Up to 1,000 members to be changed.</summary>
public sealed record BatchChangeMembersRequest(IReadOnlyList<MemberChange> Items);

/// <param name="Version">The version that was read, as If-Match is for one; without it no check is made.</param>
public sealed record MemberChange(Guid Id, ChangeMemberRequest Change, int? Version = null);

public enum Sex
{
    Male,
    Female,
}
