namespace PartyCloud.Members.Mobility;

/// <summary>A mobile member's stay elsewhere (流动党员登记), the same from both sides; no identity number, because the host needs none.</summary>
/// <param name="Side">Which side this is for the one who asks.</param>
/// <param name="HostOrganizationId">Null when the place has no organization of this installation.</param>
/// <param name="CountsFrom">From this day the absence is long enough for a mobile member.</param>
/// <param name="ContactName">Who keeps contact at home (联系人).</param>
public sealed record MobilityResponse(
    Guid Id, MobilitySide Side, Guid MemberId, string MemberName, string? Phone, Guid HomeOrganizationId, string HomeName, Guid? HostOrganizationId, string HostName,
    DateOnly LeftOn, DateOnly CountsFrom, string? ContactName, string? Reason, MobilityState State, DateOnly? CheckedInOn, DateOnly? EndedOn, string? EndReason, int Version)
{
    internal static MobilityResponse From(MobileStay s) => new(
        s.Id, s.Side, s.MemberId, s.MemberName, s.PhoneMasked, s.HomeOrganizationId, s.HomeName, s.HostOrganizationId, s.HostName, s.LeftOn, s.CountsFrom,
        s.ContactName, s.Reason, s.State, s.CheckedInOn, s.EndedOn, s.EndReason, s.Version);
}
