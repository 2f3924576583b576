namespace PartyCloud.Assessment.Contracts;

/// <summary>Whom a talk, a finding or a restriction is about.</summary>
public enum SubjectKind
{
    /// <summary>A person, by the id of the member.</summary>
    Member,

    /// <summary>An organization.</summary>
    Organization,
}

/// <summary>What a restriction keeps from.</summary>
public enum RestrictionScope
{
    /// <summary>Promotion (提拔重用).</summary>
    Promotion,

    /// <summary>Awards and honours (评先选优).</summary>
    Award,

    /// <summary>Every appraisal inside the Party (一切活动评比).</summary>
    Appraisal,
}

/// <summary>What a consequence follows from.</summary>
public enum ConsequenceTrigger
{
    /// <summary>An accountability talk (约谈).</summary>
    Talk,

    /// <summary>A finding of falsification (弄虚作假).</summary>
    Falsification,
}

/// <summary>How long a restriction lasts.</summary>
public enum DurationKind
{
    /// <summary>To 31 December of the same year.</summary>
    UntilYearEnd,

    /// <summary>A number of years, counted day to day.</summary>
    Years,
}

/// <summary>Where a proposal of removal stands.</summary>
public enum RemovalState
{
    /// <summary>Proposed by the rule.</summary>
    Proposed,

    /// <summary>Approved by people, with a day.</summary>
    Approved,

    /// <summary>Rejected by people, with a reason.</summary>
    Rejected,
}
