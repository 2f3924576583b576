using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>One year's assessment of the organizations of a scope under a published scheme.</summary>
internal sealed class AssessmentCycle : IVersioned, IPlaced
{
    private AssessmentCycle()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public Guid SchemeId { get; private set; }

    public int Year { get; private set; }

    public Guid ScopeOrganizationId { get; private set; }

    /// <summary>The level code of the scope organization; everything below it is in the cycle.</summary>
    public string LevelCode { get; private set; } = "";

    /// <summary>The day whose tree decides who is assessed, and as what.</summary>
    public DateOnly CutOff { get; private set; }

    /// <summary>The kinds that are assessed; empty is every kind that is a body of its own.</summary>
    public string[] Kinds { get; private set; } = [];

    public CycleState State { get; private set; }

    public int Assessed { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? OpenedAt { get; private set; }

    public DateTimeOffset? FrozenAt { get; private set; }

    public DateTimeOffset? FinalizedAt { get; private set; }

    internal static AssessmentCycle Plan(
        AssessmentScheme scheme, int year, Guid scopeOrganizationId, string levelCode, DateOnly cutOff, IEnumerable<string> kinds, DateTimeOffset now)
    {
        Rule.Require(scheme.State is SchemeState.Published, "scheme.not-published", scheme.Name);
        Rule.Require(scheme.Year == year, "cycle.year-not-the-schemes", year, scheme.Year);

        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            SchemeId = scheme.Id,
            Year = year,
            ScopeOrganizationId = scopeOrganizationId,
            LevelCode = levelCode,
            CutOff = cutOff,
            Kinds = [.. kinds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            State = CycleState.Planned,
            CreatedAt = now,
        };
    }

    internal void Open(DateTimeOffset now)
    {
        Rule.Require(State is CycleState.Planned, "cycle.not-planned", State);

        (State, OpenedAt) = (CycleState.Open, now);
        Version++;
    }

    /// <summary>Scores are taken only while the cycle is open.</summary>
    internal void RequireOpen() => Rule.Require(State is CycleState.Open, "cycle.not-open", State);

    /// <summary>Who is left out is decided before the figures stand.</summary>
    internal void RequireNotFrozen() => Rule.Require(State is CycleState.Planned or CycleState.Open, "cycle.already-frozen", State);

    /// <summary>An unscored organization is refused, never counted as zero.</summary>
    internal void Freeze(int assessed, long missingScores, DateTimeOffset now)
    {
        RequireOpen();
        Rule.Require(assessed > 0, "cycle.nobody-to-assess");
        Rule.Require(missingScores == 0, "cycle.scores-missing", missingScores);

        (State, Assessed, FrozenAt) = (CycleState.Frozen, assessed, now);
        Version++;
    }

    /// <summary>Rankings and selections read what is frozen.</summary>
    internal void RequireFrozen() => Rule.Require(State is CycleState.Frozen or CycleState.Finalized, "cycle.not-frozen", State);

    internal void Finalize(DateTimeOffset now)
    {
        Rule.Require(State is CycleState.Frozen, "cycle.not-frozen", State);

        (State, FinalizedAt) = (CycleState.Finalized, now);
        Version++;
    }
}
