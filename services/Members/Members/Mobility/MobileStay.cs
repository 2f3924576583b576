using PartyCloud.Members.Contracts;
using PartyCloud.Members.Registry;
using PartyCloud.Members.Transfers;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Mobility;

/// <summary>
/// One side of a stay elsewhere (流动党员登记): home keeps contact, the host takes part in the daily management. Each side's row lies
/// under its own organization's place; the host's is a grant for as long as the stay lasts.
/// </summary>
internal sealed class MobileStay : IVersioned, IPlaced
{
    private MobileStay()
    {
    }

    public Guid Id { get; private set; }

    public MobilitySide Side { get; private set; }

    /// <summary>This side's organization.</summary>
    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public Guid MemberId { get; private set; }

    public string MemberName { get; private set; } = "";

    public string? PhoneMasked { get; private set; }

    public Guid HomeOrganizationId { get; private set; }

    public string HomeName { get; private set; } = "";

    /// <summary>Null when the place has no organization of this installation.</summary>
    public Guid? HostOrganizationId { get; private set; }

    public string HostName { get; private set; } = "";

    public DateOnly LeftOn { get; private set; }

    /// <summary>From this day the absence is long enough for a mobile member.</summary>
    public DateOnly CountsFrom { get; private set; }

    /// <summary>Who keeps contact at home (联系人).</summary>
    public string? ContactName { get; private set; }

    public string? Reason { get; private set; }

    public MobilityState State { get; private set; }

    public DateOnly? CheckedInOn { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public string? EndReason { get; private set; }

    public int Version { get; private set; }

    /// <returns>The event, and the sides that this installation holds: both, or home alone.</returns>
    public static (MobileMemberRegistered Event, IReadOnlyList<MobileStay> Sides) Register(
        Guid id, Member member, OrganizationReplica home, OrganizationReplica? host, string hostName, DateOnly leftOn, string? contactName, string? reason, RelationRule rule)
    {
        Rule.Require(host?.Id != home.Id, "mobility.host-is-home");
        if (host is not null)
        {
            Member.RequireActive(host);
        }

        member.LeaveForAWhile();
        IReadOnlyList<MobileStay> sides = host is null ? [At(MobilitySide.Home, home)] : [At(MobilitySide.Home, home), At(MobilitySide.Host, host)];
        return (new(member.Id, id, home.Id, host?.Id, leftOn), sides);

        MobileStay At(MobilitySide side, OrganizationReplica own) => new()
        {
            Id = id,
            Side = side,
            OrganizationId = own.Id,
            LevelCode = own.LevelCode,
            MemberId = member.Id,
            MemberName = member.Name,
            PhoneMasked = member.PhoneMasked,
            HomeOrganizationId = home.Id,
            HomeName = home.Name,
            HostOrganizationId = host?.Id,
            HostName = hostName,
            LeftOn = leftOn,
            CountsFrom = leftOn.AddMonths(rule.MobileAfterMonths),
            ContactName = contactName,
            Reason = reason,
            State = MobilityState.Registered,
            Version = 1,
        };
    }

    public void CheckIn(DateOnly today)
    {
        Rule.Require(State is MobilityState.Registered, "mobility.not-waiting");
        (State, CheckedInOn) = (MobilityState.CheckedIn, today);
        Version++;
    }

    public void End(string reason, DateOnly today)
    {
        Rule.Require(State is not MobilityState.Ended, "mobility.ended");
        (State, EndedOn, EndReason) = (MobilityState.Ended, today, reason);
        Version++;
    }
}
