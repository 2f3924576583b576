using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

/// <summary>An organization or a person who helps in one programme (帮扶单位, 帮扶人).</summary>
internal sealed class Helper : IVersioned, IPlaced
{
    public Guid Id { get; private set; }

    public Guid ProgrammeId { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string OrganizationCode { get; private set; } = "";

    public string OrganizationName { get; private set; } = "";

    public string LevelCode { get; private set; } = "";

    public string PersonCode { get; private set; } = Person.None;

    public string? PersonName { get; private set; }

    public string HelperClass { get; private set; } = "";

    public int Capacity { get; private set; }

    /// <summary>Pairs it bears in this programme; never more than its capacity.</summary>
    public int ActivePairs { get; private set; }

    public bool Withdrawn { get; private set; }

    public string? WithdrawnReason { get; private set; }

    public int Version { get; private set; }

    public static Helper Add(Guid programmeId, Place place, string helperClass, int capacity, PersonRequest? person = null) => new()
    {
        Id = Guid.CreateVersion7(),
        ProgrammeId = programmeId,
        OrganizationId = place.OrganizationId,
        OrganizationCode = place.Code,
        OrganizationName = place.Name,
        LevelCode = place.LevelCode,
        PersonCode = person?.Code ?? Person.None,
        PersonName = person?.Name,
        HelperClass = helperClass,
        Capacity = capacity,
        Version = 1,
    };

    /// <summary>Takes over class and capacity as they are known now; one that was withdrawn helps again. Says whether anything changed.</summary>
    public bool Reclassify(string helperClass, int capacity, PersonRequest? person = null)
    {
        Rule.Require(capacity >= ActivePairs, "helper.capacity-below-pairs", ActivePairs);
        if (!Withdrawn && HelperClass == helperClass && Capacity == capacity && PersonName == person?.Name)
        {
            return false;
        }

        (HelperClass, Capacity, PersonName, Withdrawn, WithdrawnReason) = (helperClass, capacity, person?.Name, false, null);
        Version++;
        return true;
    }

    /// <summary>Bears what it bears, and gets nothing new.</summary>
    public void Withdraw(string reason)
    {
        Rule.Require(!Withdrawn, "helper.withdrawn");
        (Withdrawn, WithdrawnReason) = (true, reason);
        Version++;
    }

    public void Take()
    {
        Rule.Require(!Withdrawn, "helper.withdrawn");
        Rule.Require(ActivePairs < Capacity, "helper.at-capacity", Capacity);
        ActivePairs++;
        Version++;
    }

    public void Release()
    {
        Rule.Require(ActivePairs > 0, "helper.bears-nothing");
        ActivePairs--;
        Version++;
    }
}
