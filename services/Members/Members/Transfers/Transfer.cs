using PartyCloud.Members.Contracts;
using PartyCloud.Members.Registry;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Transfers;

/// <summary>
/// One side of a transfer of the formal relation (组织关系转接). Both sides carry the same letter; each lies under its own
/// organization's place, because neither may see the other's rows.
/// </summary>
internal sealed class Transfer : IVersioned, IPlaced
{
    private Transfer()
    {
    }

    public Guid Id { get; private set; }

    public TransferDirection Direction { get; private set; }

    /// <summary>This side's organization.</summary>
    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public Guid MemberId { get; private set; }

    public string MemberName { get; private set; } = "";

    public MemberStatus MemberStatus { get; private set; }

    public string IdNumberMasked { get; private set; } = "";

    public Guid FromOrganizationId { get; private set; }

    public string FromName { get; private set; } = "";

    /// <summary>Null when it goes outside this installation.</summary>
    public Guid? ToOrganizationId { get; private set; }

    public string ToName { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public string? LetterNo { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    /// <summary>The last day on which it can be received.</summary>
    public DateOnly ExpiresOn { get; private set; }

    public TransferState State { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    public string? DecisionNote { get; private set; }

    public int Version { get; private set; }

    /// <param name="from">Where the member belongs.</param>
    /// <param name="to">Null when it goes outside.</param>
    /// <returns>The sides that this installation holds: both, or the giving one alone.</returns>
    public static IReadOnlyList<Transfer> Issue(
        Guid id, Member member, OrganizationReplica from, OrganizationReplica? to, string toName, string reason, string? letterNo, RelationRule rule, DateOnly today)
    {
        member.RequireTransferable();
        Rule.Require(to?.Id != from.Id, "transfer.already-there");
        if (to is not null)
        {
            Member.RequireActive(to);
        }

        return to is null ? [Side(TransferDirection.Out, from)] : [Side(TransferDirection.Out, from), Side(TransferDirection.In, to)];

        Transfer Side(TransferDirection direction, OrganizationReplica own) => new()
        {
            Id = id,
            Direction = direction,
            OrganizationId = own.Id,
            LevelCode = own.LevelCode,
            MemberId = member.Id,
            MemberName = member.Name,
            MemberStatus = member.Status,
            IdNumberMasked = member.IdNumberMasked,
            FromOrganizationId = from.Id,
            FromName = from.Name,
            ToOrganizationId = to?.Id,
            ToName = toName,
            Reason = reason,
            LetterNo = letterNo,
            IssuedOn = today,
            ExpiresOn = today.AddDays(rule.LetterValidDays),
            State = TransferState.Issued,
            Version = 1,
        };
    }

    public bool IsExpired(DateOnly today) => State is TransferState.Issued && today > ExpiresOn;

    public void Receive(DateOnly today)
    {
        RequireOpen();
        Rule.Require(!IsExpired(today), "transfer.expired", ExpiresOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Decide(TransferState.Received, today, null);
    }

    public void Return(string reason, DateOnly today)
    {
        RequireOpen();
        Decide(TransferState.Returned, today, reason);
    }

    public void Cancel(string reason, DateOnly today)
    {
        RequireOpen();
        Decide(TransferState.Cancelled, today, reason);
    }

    private void RequireOpen() => Rule.Require(State is TransferState.Issued, "transfer.not-open");

    private void Decide(TransferState state, DateOnly today, string? note)
    {
        (State, DecidedOn, DecisionNote) = (state, today, note);
        Version++;
    }
}
