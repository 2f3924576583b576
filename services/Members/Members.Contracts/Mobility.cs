using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Members.Contracts;

/// <param name="HostOrganizationId">The organization of the place, anywhere in this installation.</param>
/// <param name="Place">The place, where it has no organization of this installation.</param>
/// <param name="ContactName">Who keeps contact at home (联系人).</param>
public sealed record RegisterMobilityRequest(
    DateOnly LeftOn,
    Guid? HostOrganizationId = null,
    [property: StringLength(200, MinimumLength = 1), RegularExpression(@".*\S.*")] string? Place = null,
    [property: StringLength(60)] string? ContactName = null,
    [property: StringLength(500)] string? Reason = null);

public sealed record EndMobilityRequest([property: StringLength(500, MinimumLength = 1), RegularExpression(@".*\S.*")] string Reason);

/// <summary>A mobile member's stay elsewhere (流动党员登记), the same from both sides; no identity number, because the host needs none.</summary>
/// <param name="Side">Which side this is for the one who asks.</param>
/// <param name="HostOrganizationId">Null when the place has no organization of this installation.</param>
/// <param name="CountsFrom">From this day the absence is long enough for a mobile member.</param>
/// <param name="ContactName">Who keeps contact at home (联系人).</param>
public sealed record MobilityResponse(
    Guid Id, MobilitySide Side, Guid MemberId, string MemberName, string? Phone, Guid HomeOrganizationId, string HomeName, Guid? HostOrganizationId, string HostName,
    DateOnly LeftOn, DateOnly CountsFrom, string? ContactName, string? Reason, MobilityState State, DateOnly? CheckedInOn, DateOnly? EndedOn, string? EndReason, int Version);

/// <summary>How many stays a side has (流动党员统计).</summary>
/// <param name="Registered">Registered, and not reported at the place yet.</param>
/// <param name="CheckedIn">Reported at the place.</param>
/// <param name="Ended">Over.</param>
public sealed record MobilityCounts(int Registered, int CheckedIn, int Ended);

public enum MobilitySide
{
    Home,
    Host,
}

public enum MobilityState
{
    Registered,

    /// <summary>The member reported at the host's place (报到).</summary>
    CheckedIn,

    Ended,
}
