using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

/// <summary>A listed organization, and who is above it, as the selection's snapshot has it.</summary>
internal sealed record ListedPost(Guid OrganizationId, string LevelCode, bool IsDirect, Guid? ParentId, string? ParentLevelCode, string? ParentKind);

/// <summary>A post whose holder's removal the rule proposes, and the organizations that are the reason.</summary>
internal sealed record ProposedRemoval(Guid OrganizationId, string LevelCode, IReadOnlyList<Guid> BecauseOf);

/// <summary>The system proposes that a secretary be removed; people decide (免职建议).</summary>
internal sealed class RemovalProposal : IVersioned, IPlaced
{
    internal const string SecretaryPost = "secretary";

    private RemovalProposal()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public int Year { get; private set; }

    /// <summary>The organization whose secretary it is about.</summary>
    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public string Post { get; private set; } = SecretaryPost;

    /// <summary>The organizations listed two years running that it follows from.</summary>
    public Guid[] BecauseOf { get; private set; } = [];

    public RemovalState State { get; private set; }

    public string? DecidedBy { get; private set; }

    public string? DecisionReason { get; private set; }

    public DateOnly? EffectiveOn { get; private set; }

    public DateTimeOffset ProposedAt { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>
    /// Listed last year and this: the own secretary, and for one that is not direct the secretary of the committee or general branch
    /// above it too (连续两年被列为整顿对象). A post is proposed once, however many reasons there are.
    /// </summary>
    internal static IReadOnlyList<ProposedRemoval> For(IEnumerable<ListedPost> listedNow, IReadOnlySet<Guid> listedLastYear)
    {
        var posts = new Dictionary<Guid, (string LevelCode, SortedSet<Guid> BecauseOf)>();
        foreach (var listed in listedNow.Where(l => listedLastYear.Contains(l.OrganizationId)))
        {
            Add(listed.OrganizationId, listed.LevelCode, listed.OrganizationId);
            if (listed is { IsDirect: false, ParentId: { } parent, ParentLevelCode: { } code } && listed.ParentKind is "committee" or "workingCommittee" or "generalBranch")
            {
                Add(parent, code, listed.OrganizationId);
            }
        }

        return [.. posts.Select(p => new ProposedRemoval(p.Key, p.Value.LevelCode, [.. p.Value.BecauseOf])).OrderBy(p => p.LevelCode, StringComparer.Ordinal)];

        void Add(Guid organization, string code, Guid reason)
        {
            posts.TryAdd(organization, (code, []));
            posts[organization].BecauseOf.Add(reason);
        }
    }

    internal static (RemovalProposal Proposal, RemovalProposed Proposed) Propose(int year, ProposedRemoval removal, DateTimeOffset now)
    {
        var proposal = new RemovalProposal
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Year = year,
            OrganizationId = removal.OrganizationId,
            LevelCode = removal.LevelCode,
            BecauseOf = [.. removal.BecauseOf],
            State = RemovalState.Proposed,
            ProposedAt = now,
        };
        return (proposal, new(proposal.Id, 1, year, removal.OrganizationId, removal.LevelCode, SecretaryPost, removal.BecauseOf, now));
    }

    internal void Approve(string by, DateOnly effectiveOn, DateTimeOffset now)
    {
        Rule.Require(State is RemovalState.Proposed, "removal.already-decided", State);

        EffectiveOn = effectiveOn;
        Decide(RemovalState.Approved, by, null, now);
    }

    internal void Reject(string by, string reason, DateTimeOffset now)
    {
        Rule.Require(State is RemovalState.Proposed, "removal.already-decided", State);

        Decide(RemovalState.Rejected, by, reason, now);
    }

    private void Decide(RemovalState state, string by, string? reason, DateTimeOffset now)
    {
        (State, DecidedBy, DecisionReason, DecidedAt) = (state, by, reason, now);
        Version++;
    }
}
