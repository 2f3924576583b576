using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Proposals;

/// <summary>A pair that a matching proposes, with its reasons; it becomes a pair only when somebody confirms it.</summary>
internal sealed class Proposal : IVersioned
{
    public Guid Id { get; private set; }

    public Guid ProgrammeId { get; private set; }

    public int Run { get; private set; }

    public Party Need { get; private set; } = null!;

    public Party Helper { get; private set; } = null!;

    public ProposalState State { get; private set; }

    public ProposalReasons Reasons { get; private set; } = null!;

    public string? RejectedReason { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DecidedBy { get; private set; }

    public Guid? PairId { get; private set; }

    public int Version { get; private set; }

    public static Proposal Propose(Need need, Helper helper, int run, ProposalReasons reasons) => new()
    {
        Id = Guid.CreateVersion7(),
        ProgrammeId = need.ProgrammeId,
        Run = run,
        Need = Party.Of(need),
        Helper = Party.Of(helper),
        State = ProposalState.Proposed,
        Reasons = reasons,
        Version = 1,
    };

    /// <summary>A later run found the same pair: it stays the same proposal, with the reasons of today.</summary>
    public void ProposeAgain(int run, ProposalReasons reasons)
    {
        RequireOpen();
        (Run, Reasons) = (run, reasons);
        Version++;
    }

    public void Supersede()
    {
        RequireOpen();
        State = ProposalState.Superseded;
        Version++;
    }

    public void Confirm(Guid pairId, string by, DateTimeOffset now)
    {
        RequireOpen();
        (State, PairId, DecidedBy, DecidedAt) = (ProposalState.Confirmed, pairId, by, now);
        Version++;
    }

    /// <summary>Later runs do not propose the two to each other again.</summary>
    public void Reject(string reason, string by, DateTimeOffset now)
    {
        RequireOpen();
        (State, RejectedReason, DecidedBy, DecidedAt) = (ProposalState.Rejected, reason, by, now);
        Version++;
    }

    private void RequireOpen() => Rule.Require(State is ProposalState.Proposed, "proposal.decided");
}
