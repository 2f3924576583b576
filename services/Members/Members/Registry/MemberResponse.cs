using PartyCloud.Members.Contracts;

namespace PartyCloud.Members.Registry;

/// <summary>A Party member (党员) as the outside sees one: identity number and telephone masked, what dues are reckoned from left out.</summary>
/// <param name="IdNumber">First 6 + ******** + last 4.</param>
/// <param name="Phone">First 3 + **** + last 4.</param>
/// <param name="Mobile">Lives or works elsewhere while the formal relation stays (流动党员).</param>
/// <param name="LevelCode">The organization's place in the tree.</param>
public sealed record MemberResponse(
    Guid Id, Guid OrganizationId, string LevelCode, string Name, Sex Sex, DateOnly BirthDate, string? Ethnicity, string? Education,
    MemberStatus Status, bool Mobile, DateOnly? AppliedOn, DateOnly? JoinedOn, DateOnly? FormalOn, string? Occupation, IReadOnlyList<string> Tags,
    string? ExternalCode, string IdNumber, string? Phone, DateOnly? ClosedOn, string? CloseReason, int Version)
{
    internal static MemberResponse From(Member m) => new(
        m.Id, m.OrganizationId, m.LevelCode, m.Name, m.Sex, m.BirthDate, m.Ethnicity, m.Education, m.Status, m.Mobile, m.AppliedOn, m.JoinedOn, m.FormalOn,
        m.Occupation, m.Tags, m.ExternalCode, m.IdNumberMasked, m.PhoneMasked, m.ClosedOn, m.CloseReason, m.Version);
}

/// <summary>A member in a list.</summary>
public sealed record MemberSummary(
    Guid Id, Guid OrganizationId, string LevelCode, string Name, Sex Sex, DateOnly BirthDate, MemberStatus Status, bool Mobile, DateOnly? JoinedOn,
    DateOnly? FormalOn, string IdNumber, string? Phone, int Version);
