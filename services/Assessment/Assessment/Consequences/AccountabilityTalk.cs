using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

/// <summary>A talk held with somebody about his responsibility (约谈), on record for selection and appointment.</summary>
internal sealed class AccountabilityTalk : IVersioned, IPlaced
{
    private AccountabilityTalk()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public SubjectKind SubjectKind { get; private set; }

    public Guid SubjectId { get; private set; }

    public string SubjectName { get; private set; } = "";

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public DateOnly HeldOn { get; private set; }

    /// <summary>Who held it.</summary>
    public string HeldBy { get; private set; } = "";

    public string Reason { get; private set; } = "";

    /// <summary>The rectification case it belongs to, if any.</summary>
    public Guid? RectificationId { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    internal static AccountabilityTalk Record(
        Subject subject, DateOnly heldOn, string heldBy, string reason, Guid? rectificationId, DateOnly today, DateTimeOffset now)
    {
        Rule.Require(heldOn <= today, "talk.in-the-future", heldOn);

        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            SubjectName = subject.Name,
            OrganizationId = subject.OrganizationId,
            LevelCode = subject.LevelCode,
            HeldOn = heldOn,
            HeldBy = heldBy,
            Reason = reason,
            RectificationId = rectificationId,
            RecordedAt = now,
        };
    }
}
