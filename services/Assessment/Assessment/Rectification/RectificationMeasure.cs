using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Rectification;

/// <summary>One measure of a case: what, who, by when, and whether it is done.</summary>
internal sealed class RectificationMeasure
{
    private RectificationMeasure()
    {
    }

    internal RectificationMeasure(int number, string issue, string action, string owner, DateOnly deadline, MeasurePriority priority)
    {
        (Number, Issue, Action, Owner, Deadline, Priority) = (number, issue, action, owner, deadline, priority);
    }

    /// <summary>1, 2, 3 … within the case.</summary>
    public int Number { get; private set; }

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
