namespace PartyCloud.Assessment.Contracts;

/// <summary>Where a cycle stands.</summary>
public enum CycleState
{
    /// <summary>Announced; no scores yet.</summary>
    Planned,

    /// <summary>Scores come in.</summary>
    Open,

    /// <summary>Scores, ranks and grades stand; selections can be made.</summary>
    Frozen,

    /// <summary>Grades are given.</summary>
    Finalized,
}
