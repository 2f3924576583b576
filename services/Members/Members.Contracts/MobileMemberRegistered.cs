namespace PartyCloud.Members.Contracts;

/// <summary>A member lives or works elsewhere while the formal relation stays at home (流动党员登记).</summary>
/// <param name="HostOrganizationId">The organization of the place, where it is one of this installation.</param>
public sealed record MobileMemberRegistered(Guid MemberId, Guid MobilityId, Guid HomeOrganizationId, Guid? HostOrganizationId, DateOnly LeftOn);
