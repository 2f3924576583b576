using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Rectification;

/// <summary>One measure of a case: what, who, by when, and whether it is done.</summary>
internal sealed class RectificationMeasure
{
    private RectificationMeasure()
    {
    }

    internal RectificationMeasure(Guid id, string issue, string action, string owner, DateOnly deadline, MeasurePriority priority)
    {
        (Id, Issue, Action, Owner, Deadline, Priority) = (id, issue, action, owner, deadline, priority);
    }

    public Guid Id { get; private set; }

    public string Issue { get; private set; } = "";

    public string Action { get; private set; } = "";

    /// <summary>Who answers for it.</summary>
    public string Owner { get; private set; } = "";

    public DateOnly Deadline { get; private set; }

    public MeasurePriority Priority { get; private set; }

    public DateOnly? DoneOn { get; private set; }

    public string? Outcome { get; private set; }

    internal bool IsDone => DoneOn is not null;

    internal bool IsOverdue(DateOnly today) => DoneOn is null && today > Deadline;

    internal void Complete(DateOnly on, string outcome) => (DoneOn, Outcome) = (on, outcome);
}
