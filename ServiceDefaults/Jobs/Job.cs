using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Jobs;

/// <summary>Long work that goes on when the caller has left: an import, a freeze, a matching. It survives a restart.</summary>
public sealed class Job
{
    public Guid Id { get; private set; }

    public string Kind { get; private set; } = "";

    public JobState State { get; private set; }

    /// <summary>The place of the post that asked: who may see the job.</summary>
    public string LevelCode { get; private set; } = "";

    public Guid CreatedBy { get; private set; }

    public string CreatedByName { get; private set; } = "";

    public string Role { get; private set; } = "";

    public string Permissions { get; private set; } = "";

    public Guid? PostId { get; private set; }

    public Guid? OrganizationId { get; private set; }

    public string Scope { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>What the job is about, as JSON of the handler's own shape.</summary>
    public string Payload { get; private set; } = "{}";

    public string? FileName { get; private set; }

    /// <summary>Rows or steps done, kept in the transaction that did them: where a restart goes on.</summary>
    public long Done { get; private set; }

    public long? Total { get; private set; }

    public int ErrorCount { get; private set; }

    public string? FailureCode { get; private set; }

    /// <summary>What the sentence of <see cref="FailureCode"/> speaks of.</summary>
    public string[] FailureArguments { get; private set; } = [];

    public string? ResultUrl { get; private set; }

    public bool CancelRequested { get; private set; }

    public bool IsOver => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>The job acts as the one who asked, with the reach that post had then.</summary>
    internal Caller Caller => new(
        CreatedBy, CreatedByName, Role, PermissionSet.Parse(Permissions), LevelScope.TryParse(Scope, out var scope) ? scope : null, PostId, OrganizationId);

    public static Job Queue(string kind, string payload, Caller caller, DateTimeOffset now, string? fileName = null, long? total = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind,
        State = JobState.Queued,
        LevelCode = caller.Reach.First,
        CreatedBy = caller.UserId,
        CreatedByName = caller.UserName,
        Role = caller.Role,
        Permissions = caller.Permissions.Text,
        PostId = caller.PostId,
        OrganizationId = caller.OrganizationId,
        Scope = caller.Reach.Text,
        CreatedAt = now,
        Payload = payload,
        FileName = fileName,
        Total = total,
    };

    /// <summary>What has not begun is over at once; what runs stops at its next step.</summary>
    public void Cancel(DateTimeOffset now)
    {
        Rule.Require(!IsOver, "job.over");
        CancelRequested = true;
        if (State is JobState.Queued)
        {
            (State, FinishedAt) = (JobState.Cancelled, now);
        }
    }
}

/// <summary>A row that could not go in.</summary>
public sealed class JobError
{
    public Guid JobId { get; init; }

    public int Ordinal { get; init; }

    public string LevelCode { get; init; } = "";

    /// <summary>As the user sees it in the sheet: the header is row 1.</summary>
    public long Row { get; init; }

    public string? Column { get; init; }

    public string Code { get; init; } = "";

    public string[] Arguments { get; init; } = [];

    /// <summary>The row as it was sent, to be corrected and sent again.</summary>
    public string[]? Cells { get; init; }
}
