using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sharing;

/// <summary>Where a request for correction stands (更正状态).</summary>
public enum CorrectionState
{
    /// <summary>待核实.</summary>
    Open,

    /// <summary>已更正: the owner has put the datum right.</summary>
    Accepted,

    /// <summary>不予更正: it stands as it is, for the reason that is said.</summary>
    Refused,
}

/// <summary>What is said to be wrong.</summary>
/// <param name="OrganizationId">In whose scope the object is: who answers.</param>
/// <param name="Item">Of the resource's items.</param>
/// <param name="Stands">What stands there; never repeated where it tells of a person.</param>
/// <param name="ShouldBe">Sealed: what should stand there, or what is doubted.</param>
/// <param name="Evidence">Sealed.</param>
internal sealed record CorrectionContent(Guid ResourceId, Guid ObjectId, Guid OrganizationId, string Item, string? Stands, byte[] ShouldBe, byte[]? Evidence);

/// <summary>
/// An app or a person says that a datum is wrong (数据更正申请); 政务数据共享条例 wants a way for it (校核纠错). Who owns the object answers: corrected, or why not. What was
/// written of people is sealed, as it may name them.
/// </summary>
internal sealed class CorrectionRequest : IVersioned
{
    /// <summary>Working days to answer. Our own choice: the regulation wants a mechanism, and no source that we know names the days.</summary>
    public const int DaysToAnswer = 10;

    private CorrectionRequest()
    {
    }

    public Guid Id { get; private set; }

    public Guid ResourceId { get; private set; }

    public Guid ObjectId { get; private set; }

    public string Item { get; private set; } = "";

    public Guid OrganizationId { get; private set; }

    /// <summary>The app that asks; otherwise <see cref="AccountId"/>.</summary>
    public Guid? AppId { get; private set; }

    public Guid? AccountId { get; private set; }

    public string AskerName { get; private set; } = "";

    public string? Stands { get; private set; }

    public byte[] ShouldBe { get; private set; } = [];

    public byte[]? Evidence { get; private set; }

    public CorrectionState State { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public DateOnly CountsFrom { get; private set; }

    public DateOnly DueOn { get; private set; }

    /// <summary>Sealed.</summary>
    public byte[]? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public Guid? AnsweredBy { get; private set; }

    public string? AnsweredByName { get; private set; }

    public int Version { get; private set; }

    /// <param name="id">Known before, as what is sealed is sealed for it.</param>
    /// <param name="isApp">Whether the asker is an app, and not a person's account.</param>
    public static CorrectionRequest Ask(Guid id, CorrectionContent content, Guid askerId, string askerName, bool isApp, CountFrom from) => new()
    {
        Id = id,
        ResourceId = content.ResourceId,
        ObjectId = content.ObjectId,
        Item = content.Item,
        OrganizationId = content.OrganizationId,
        AppId = isApp ? askerId : null,
        AccountId = isApp ? null : askerId,
        AskerName = askerName,
        Stands = content.Stands,
        ShouldBe = content.ShouldBe,
        Evidence = content.Evidence,
        State = CorrectionState.Open,
        AskedAt = from.Now,
        CountsFrom = from.Day,
        DueOn = from.Days.Add(from.Day, DaysToAnswer),
        Version = 1,
    };

    public void Accept(byte[] answer, Guid by, string byName, DateTimeOffset now) => Close(CorrectionState.Accepted, answer, by, byName, now);

    public void Refuse(byte[] answer, Guid by, string byName, DateTimeOffset now) => Close(CorrectionState.Refused, answer, by, byName, now);

    private void Close(CorrectionState state, byte[] answer, Guid by, string byName, DateTimeOffset now)
    {
        Rule.Require(State is CorrectionState.Open, "correction.answered");
        (State, Answer, AnsweredBy, AnsweredByName, AnsweredAt) = (state, answer, by, byName, now);
        Version++;
    }
}
