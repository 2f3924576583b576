using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

/// <summary>A finding that somebody went through the motions or falsified (走过场、弄虚作假、应付了事): named to the county, and to be put right by a day.</summary>
internal sealed class FalsificationFinding : IVersioned, IPlaced
{
    private FalsificationFinding()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public SubjectKind SubjectKind { get; private set; }

    public Guid SubjectId { get; private set; }

    public string SubjectName { get; private set; } = "";

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public DateOnly FoundOn { get; private set; }

    public string Description { get; private set; } = "";

    /// <summary>The number of the circular that names it (全县通报).</summary>
    public string? CircularNumber { get; private set; }

    /// <summary>By when it must be put right (限期整改).</summary>
    public DateOnly CorrectBy { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    internal static FalsificationFinding Record(
        Subject subject, DateOnly foundOn, string description, string? circularNumber, DateOnly correctBy, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(foundOn <= today, "finding.in-the-future", foundOn);
        Rule.Require(correctBy >= foundOn, "finding.corrected-before-found", correctBy);

        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            SubjectName = subject.Name,
            OrganizationId = subject.OrganizationId,
            LevelCode = subject.LevelCode,
            FoundOn = foundOn,
            Description = description,
            CircularNumber = circularNumber,
            CorrectBy = correctBy,
            RecordedAt = now,
        };
    }
}
