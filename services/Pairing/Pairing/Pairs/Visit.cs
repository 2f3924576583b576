using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Pairs;

/// <summary>What one side of a pair did for the other on a day (走访). It is recorded once and not changed.</summary>
internal sealed class Visit : IUnchanging
{
    public Guid Id { get; init; }

    public Guid PairId { get; init; }

    /// <summary>Place of the one in need.</summary>
    public string NeedLevelCode { get; init; } = "";

    /// <summary>Place of the helper.</summary>
    public string HelperLevelCode { get; init; } = "";

    public DateOnly On { get; init; }

    public string[] Activities { get; init; } = [];

    public string? Summary { get; init; }

    public int? Beneficiaries { get; init; }

    public decimal? Cost { get; init; }

    public string RecordedBy { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }
}
