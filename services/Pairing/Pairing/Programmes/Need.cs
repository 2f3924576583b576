using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

/// <summary>An organization or a person who needs a helper in one programme (帮扶对象).</summary>
internal sealed class Need : IVersioned, IPlaced
{
    public Guid Id { get; private set; }

    public Guid ProgrammeId { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string OrganizationCode { get; private set; } = "";

    public string OrganizationName { get; private set; } = "";

    public string LevelCode { get; private set; } = "";

    public string PersonCode { get; private set; } = Person.None;

    public string? PersonName { get; private set; }

    public string NeedClass { get; private set; } = "";

    public string[] OtherClasses { get; private set; } = [];

    public NeedSource Source { get; private set; }

    public NeedState State { get; private set; }

    public string? WithdrawnReason { get; private set; }

    /// <summary>What the last matching found; null when it found a helper or has not run.</summary>
    public UnmatchedReason? Unmatched { get; private set; }

    public int Version { get; private set; }

    public IReadOnlyList<string> Classes => [NeedClass, .. OtherClasses];

    public static Need Add(
        Guid programmeId, Place place, string needClass, IEnumerable<string> otherClasses, NeedSource source, PersonRequest? person = null) => new()
        {
            Id = Guid.CreateVersion7(),
            ProgrammeId = programmeId,
            OrganizationId = place.OrganizationId,
            OrganizationCode = place.Code,
            OrganizationName = place.Name,
            LevelCode = place.LevelCode,
            PersonCode = person?.Code ?? Person.None,
            PersonName = person?.Name,
            NeedClass = needClass,
            OtherClasses = Others(needClass, otherClasses),
            Source = source,
            State = NeedState.Open,
            Version = 1,
        };

    /// <summary>Takes over classes as they are known now; a withdrawn need is opened again. Says whether anything changed.</summary>
    public bool Reclassify(string needClass, IEnumerable<string> otherClasses, PersonRequest? person = null)
    {
        var others = Others(needClass, otherClasses);
        if (State is not NeedState.Withdrawn && NeedClass == needClass && OtherClasses.SequenceEqual(others) && PersonName == person?.Name)
        {
            return false;
        }

        (NeedClass, OtherClasses, PersonName) = (needClass, others, person?.Name);
        if (State is NeedState.Withdrawn)
        {
            (State, WithdrawnReason) = (NeedState.Open, null);
        }

        Version++;
        return true;
    }

    public void Withdraw(string reason)
    {
        Rule.Require(State is not NeedState.Served, "need.already-served");
        Rule.Require(State is NeedState.Open, "need.withdrawn");
        (State, WithdrawnReason) = (NeedState.Withdrawn, reason);
        Version++;
    }

    /// <summary>One helper at a time (一对一): a second pair is refused until the first has ended.</summary>
    public void Serve()
    {
        Rule.Require(State is not NeedState.Served, "need.already-served");
        Rule.Require(State is NeedState.Open, "need.withdrawn");
        (State, Unmatched) = (NeedState.Served, null);
        Version++;
    }

    public void Release()
    {
        Rule.Require(State is NeedState.Served, "need.not-served");
        State = NeedState.Open;
        Version++;
    }

    /// <summary>Notes the outcome of a matching; says whether anything changed.</summary>
    public bool NoteMatching(UnmatchedReason? unmatched)
    {
        if (Unmatched == unmatched)
        {
            return false;
        }

        Unmatched = unmatched;
        Version++;
        return true;
    }

    private static string[] Others(string needClass, IEnumerable<string> otherClasses) =>
        [.. otherClasses.Where(other => other != needClass).Distinct(StringComparer.Ordinal)];
}
