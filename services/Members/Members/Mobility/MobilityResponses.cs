using PartyCloud.Members.Contracts;

namespace PartyCloud.Members.Mobility;

/// <summary>What the outside sees.</summary>
internal static class MobilityResponses
{
    public static MobilityResponse ToResponse(this MobileStay s) => new(
        s.Id, s.Side, s.MemberId, s.MemberName, s.PhoneMasked, s.HomeOrganizationId, s.HomeName, s.HostOrganizationId, s.HostName, s.LeftOn, s.CountsFrom,
        s.ContactName, s.Reason, s.State, s.CheckedInOn, s.EndedOn, s.EndReason, s.Version);
}
