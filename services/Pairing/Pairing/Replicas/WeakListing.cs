using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Replicas;

/// <summary>What assessment said: this organization is on the year's list of the weak (软弱涣散).</summary>
internal sealed class WeakListing : IPlaced
{
    public Guid OrganizationId { get; init; }

    public int Year { get; init; }

    public Guid SelectionId { get; init; }

    public string LevelCode { get; init; } = "";

    public DateTimeOffset ListedAt { get; init; }

    public int Version { get; init; }
}
