namespace PartyCloud.Members.Contracts;

/// <summary>A member's formal relation went from one organization to another (组织关系转接). Told once, when it was received.</summary>
/// <param name="ToOrganizationId">Null when it went outside this installation.</param>
public sealed record MemberTransferred(Guid MemberId, Guid TransferId, Guid FromOrganizationId, Guid? ToOrganizationId, DateOnly ReceivedOn);
