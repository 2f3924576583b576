namespace PartyCloud.ServiceDefaults.Auditing;

/// <summary>Who did what to which object, when, and why. Rows are added only.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid ActorId { get; init; }

    public string ActorName { get; init; } = "";

    public Guid? PostId { get; init; }

    /// <summary>The place of the post that acted: who may read the entry.</summary>
    public string LevelCode { get; init; } = "";

    public string Action { get; init; } = "";

    public string ObjectType { get; init; } = "";

    public Guid? ObjectId { get; init; }

    public string? Fields { get; init; }

    public string? Purpose { get; init; }

    public string? TraceId { get; init; }
}
