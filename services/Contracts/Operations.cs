namespace PartyCloud.Contracts;

/// <summary>How many things of a kind a service holds, and a digest of their ids and versions: two services that agree have equal ones.</summary>
/// <param name="Type">The fact's name on the wire.</param>
/// <param name="Owner">Whether the service owns them or remembers another's.</param>
public sealed record DigestResponse(string Type, bool Owner, long Count, long Digest);

public sealed record RepublishResponse(int Facts);

/// <summary>One entry of the audit log.</summary>
public sealed record AuditResponse(
    Guid Id, DateTimeOffset At, Guid ActorId, string ActorName, string Action, string ObjectType, Guid? ObjectId, string? Fields, string? Purpose, string? TraceId);

/// <summary>How much of the audit log's chain was walked, and its first broken link, if there is one.</summary>
public sealed record AuditVerification(long Checked, bool Holds, string? Broken);

/// <summary>How well a part is.</summary>
public enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <summary>One thing that a service needs: its database, the broker.</summary>
/// <param name="Milliseconds">How long it took to answer.</param>
public sealed record PartHealth(string Part, HealthState State, int Milliseconds);

/// <summary>What waits in a service to be published (发件箱).</summary>
/// <param name="Rows">A row holds one fact, or some hundred of an import.</param>
/// <param name="OldestSeconds">For how long the oldest has waited; 0 where none does.</param>
public sealed record OutboxStatus(long Rows, long Facts, long OldestSeconds);

/// <summary>How many jobs wait and how many are being done.</summary>
public sealed record JobCounts(int Queued, int Running);

/// <summary>How a service is (运行状态), as the replica that was asked sees it.</summary>
/// <param name="Parts">What it needs, and whether that answers.</param>
/// <param name="StartedAt">Since when this replica runs.</param>
/// <param name="Outbox">Null while the database is away.</param>
/// <param name="Jobs">Null while the database is away.</param>
/// <param name="Queues">The queues that it listens to.</param>
public sealed record ServiceStatus(
    string Service, HealthState State, IReadOnlyList<PartHealth> Parts, DateTimeOffset StartedAt, OutboxStatus? Outbox, JobCounts? Jobs, IReadOnlyList<string> Queues);

/// <summary>A job as operators see it (作业): how far it is, and nothing of what it is about.</summary>
public sealed record JobItem(
    Guid Id, string Service, string Kind, JobState State, long Done, long? Total, int ErrorCount, JobFailure? Failure, string CreatedByName,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <summary>How long a route takes (接口耗时), counted by one replica since it was started.</summary>
/// <param name="Failed">Answers of 500 and above.</param>
/// <param name="P50">Half of all requests took no longer, in milliseconds, as near as the histogram tells.</param>
/// <param name="P95">Nineteen of twenty took no longer.</param>
public sealed record RouteTiming(string Service, string Method, string Route, long Count, long Failed, double P50, double P95, double Mean);

/// <summary>The figures of a service over the last two hours (运行图表), as the replica that was asked has taken them down since it was started.</summary>
/// <param name="From">The moment of the first value.</param>
/// <param name="Step">Seconds from one value to the next.</param>
public sealed record ServiceFigures(string Service, DateTimeOffset From, int Step, IReadOnlyList<FigureSeries> Series);

/// <summary>One line of a chart.</summary>
/// <param name="Figure">The measure's name, e.g. <c>partycloud.outbox.facts</c>.</param>
/// <param name="Label">Which of several: a kind, a state, a queue; null where the figure has one line.</param>
/// <param name="Unit">By UCUM: <c>s</c>, <c>By</c>, <c>{row}/s</c>; <c>1</c> for a share.</param>
/// <param name="Values">In the order of time; null where nothing is known.</param>
/// <param name="Total">Of what is counted, how many there have been since whoever counts was started; null of anything else.</param>
public sealed record FigureSeries(string Figure, string? Label, string Unit, IReadOnlyList<double?> Values, double? Total = null);

/// <summary>A change of one object, as those see it who may see the object.</summary>
/// <param name="ActorName">Who made it.</param>
/// <param name="Action">e.g. <c>member.changed</c>.</param>
/// <param name="Fields">Which fields were changed, separated by spaces.</param>
public sealed record ChangeResponse(Guid Id, DateTimeOffset At, string ActorName, string Action, string? Fields);
