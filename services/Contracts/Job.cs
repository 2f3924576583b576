namespace PartyCloud.Contracts;

/// <summary>Long work and how far it is.</summary>
/// <param name="Done">Rows or steps that are done and kept.</param>
/// <param name="Total">How many there are, where that is known.</param>
/// <param name="ErrorCount">How many rows did not go in.</param>
/// <param name="Errors">The first 1,000 of them.</param>
/// <param name="Failure">Why the whole job failed.</param>
/// <param name="ResultUrl">Where the result is, once there is one.</param>
public sealed record JobResponse(
    Guid Id, string Kind, JobState State, long Done, long? Total, int ErrorCount, IReadOnlyList<JobErrorResponse> Errors,
    JobFailure? Failure, string? ResultUrl, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

/// <summary>A row that did not go in.</summary>
/// <param name="Row">As the user sees it in the sheet: the header is row 1.</param>
public sealed record JobErrorResponse(long Row, string? Column, string Code, string Text);

/// <summary>Why a job failed as a whole.</summary>
public sealed record JobFailure(string Code, string Text);

public enum JobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
