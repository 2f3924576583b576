namespace PartyCloud.Assessment.Contracts;

/// <summary>Where a rectification case stands (整顿).</summary>
public enum RectificationState
{
    /// <summary>Listed; nothing planned yet.</summary>
    Identified,

    /// <summary>A plan of its own is written (一支一策).</summary>
    PlanDrafted,

    /// <summary>The superior approved the plan.</summary>
    PlanApproved,

    /// <summary>Measures are under way.</summary>
    Rectifying,

    /// <summary>The organization says it is done.</summary>
    SelfChecked,

    /// <summary>The acceptance team agrees (验收通过).</summary>
    AcceptancePassed,

    /// <summary>The acceptance team does not; it is rectified again.</summary>
    AcceptanceFailed,

    /// <summary>Closed with a number (销号).</summary>
    Closed,

    /// <summary>Followed for a time after closing.</summary>
    Tracking,

    /// <summary>Over.</summary>
    Ended,

    /// <summary>Selected again; a new case took its place.</summary>
    Relisted,
}

/// <summary>How urgent an issue is (立行立改).</summary>
public enum MeasurePriority
{
    /// <summary>At once.</summary>
    Immediate,

    /// <summary>Within its deadline.</summary>
    WithinPeriod,

    /// <summary>For the long term.</summary>
    LongTerm,
}
