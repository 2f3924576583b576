using PartyCloud.Members.Contracts;

namespace PartyCloud.Members.Registry;

/// <summary>What the outside sees.</summary>
internal static class MemberResponses
{
    public static MemberResponse ToResponse(this Member m) => new(
        m.Id, m.OrganizationId, m.LevelCode, m.Name, m.Sex, m.BirthDate, m.Ethnicity, m.Education, m.Status, m.Mobile, m.AppliedOn, m.JoinedOn, m.FormalOn,
        m.Occupation, m.Tags, m.ExternalCode, m.IdNumberMasked, m.PhoneMasked, m.ClosedOn, m.CloseReason, m.Version);

    /// <summary>The same of many, without reading what is enciphered.</summary>
    public static IQueryable<MemberResponse> Shown(this IQueryable<Member> members) => members.Select(m => new MemberResponse(
        m.Id, m.OrganizationId, m.LevelCode, m.Name, m.Sex, m.BirthDate, m.Ethnicity, m.Education, m.Status, m.Mobile, m.AppliedOn, m.JoinedOn, m.FormalOn,
        m.Occupation, m.Tags, m.ExternalCode, m.IdNumberMasked, m.PhoneMasked, m.ClosedOn, m.CloseReason, m.Version));
}
