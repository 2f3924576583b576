namespace PartyCloud.Assessment.Rectification;

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
