using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

/// <summary>Whom something is about, and the organization through which it is in somebody's scope.</summary>
internal sealed record Subject(SubjectKind Kind, Guid Id, string Name, Guid OrganizationId, string LevelCode);

/// <summary>Keeps a person or an organization from promotion, awards or all appraisal from one day to another (限制). Whoever nominates must ask.</summary>
internal sealed class Restriction : IVersioned, IPlaced
{
    private Restriction()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public SubjectKind SubjectKind { get; private set; }

    public Guid SubjectId { get; private set; }

    public string SubjectName { get; private set; } = "";

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public RestrictionScope[] Scopes { get; private set; } = [];

    public DateOnly From { get; private set; }

    /// <summary>The last day on which it holds.</summary>
    public DateOnly Until { get; private set; }

    /// <summary>Names the kind of source: <c>restriction.talk</c> or <c>restriction.falsification</c>.</summary>
    public string ReasonCode { get; private set; } = "";

    /// <summary>The talk or finding it follows from.</summary>
    public Guid SourceId { get; private set; }

    public DateTimeOffset ImposedAt { get; private set; }

    public DateTimeOffset? LiftedAt { get; private set; }

    public string? LiftReason { get; private set; }

    internal static (Restriction Restriction, RestrictionImposed Imposed) Impose(
        ConsequenceRule rule, Subject subject, DateOnly from, Guid sourceId, DateTimeOffset now)
    {
        var restriction = new Restriction
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            SubjectName = subject.Name,
            OrganizationId = subject.OrganizationId,
            LevelCode = subject.LevelCode,
            Scopes = [.. rule.Scopes],
            From = from,
            Until = rule.LastDay(from),
            ReasonCode = rule.Trigger is ConsequenceTrigger.Talk ? "restriction.talk" : "restriction.falsification",
            SourceId = sourceId,
            ImposedAt = now,
        };
        return (restriction, new(
            restriction.Id, 1, subject.Kind, subject.Id, subject.OrganizationId, subject.LevelCode,
            restriction.Scopes, from, restriction.Until, restriction.ReasonCode, sourceId, now));
    }

    /// <summary>A ban on all appraisal includes awards: they are given by appraisal.</summary>
    internal bool Forbids(RestrictionScope scope, DateOnly on) =>
        LiftedAt is null && on >= From && on <= Until
        && (Scopes.Contains(scope) || (scope is RestrictionScope.Award && Scopes.Contains(RestrictionScope.Appraisal)));

    internal RestrictionLifted Lift(string reason, DateTimeOffset now)
    {
        Rule.Require(LiftedAt is null, "restriction.already-lifted");

        (LiftedAt, LiftReason) = (now, reason);
        Version++;
        return new(Id, Version, SubjectKind, SubjectId, reason, now);
    }
}

/// <summary>What every nomination, award and appraisal asks first.</summary>
internal static class Eligibility
{
    /// <summary>Refuses with the code of the restriction that forbids it, naming its source, its first and its last day.</summary>
    internal static void Require(IEnumerable<Restriction> restrictions, RestrictionScope scope, DateOnly on)
    {
        var against = restrictions.Where(r => r.Forbids(scope, on)).OrderByDescending(r => r.Until).ThenBy(r => r.From).FirstOrDefault();
        Rule.Require(against is null, against?.ReasonCode ?? "", against is null ? [] : [against.From, against.Until, against.SourceId]);
    }
}
