using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>One recorded value; written in sets by <see cref="RecordScores"/>.</summary>
internal sealed class RecordedScore : IPlaced
{
    private RecordedScore()
    {
    }

    public Guid CycleId { get; private set; }

    public Guid OrganizationId { get; private set; }

    public short Slot { get; private set; }

    public decimal Value { get; private set; }

    public string? Reason { get; private set; }

    public string LevelCode { get; private set; } = "";

    public Guid RecordedBy { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }
}
