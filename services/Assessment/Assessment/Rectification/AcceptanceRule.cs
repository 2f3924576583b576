namespace PartyCloud.Assessment.Rectification;

/// <summary>When a rectification is accepted; figures of one county's practice, kept as data.</summary>
/// <param name="MinScore">The least score that passes.</param>
/// <param name="MaxDissatisfiedBasisPoints">More dissatisfied than this fails, whatever the score.</param>
/// <param name="TrackingMonths">How long a closed case is followed.</param>
internal sealed record AcceptanceRule(decimal MinScore, int MaxDissatisfiedBasisPoints, int TrackingMonths)
{
    /// <summary>70 points, not more than half dissatisfied, one year.</summary>
    internal static AcceptanceRule Template { get; } = new(70, 5000, 12);

    internal bool Passes(decimal score, int ballots, int dissatisfied) =>
        score >= MinScore && (long)dissatisfied * 10_000 <= (long)ballots * MaxDissatisfiedBasisPoints;
}

/// <summary>The signed sheet of one acceptance (验收表): hear, appraise, talk, inspect.</summary>
internal sealed class AcceptanceSheet
{
    private AcceptanceSheet()
    {
    }

    internal AcceptanceSheet(
        int number, DateOnly heldOn, decimal score, int ballots, int dissatisfied, string team, string findings, bool passed, DateTimeOffset now)
    {
        (Number, HeldOn, Score, Ballots, Dissatisfied) = (number, heldOn, score, ballots, dissatisfied);
        (Team, Findings, Passed, RecordedAt) = (team, findings, passed, now);
    }

    public int Number { get; private set; }

    public DateOnly HeldOn { get; private set; }

    public decimal Score { get; private set; }

    public int Ballots { get; private set; }

    public int Dissatisfied { get; private set; }

    /// <summary>Who accepted, as signed.</summary>
    public string Team { get; private set; } = "";

    public string Findings { get; private set; } = "";

    public bool Passed { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }
}
