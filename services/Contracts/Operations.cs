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
