using PartyCloud.Assessment.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

/// <summary>A frozen selection.</summary>
internal sealed class WeakList : IPlaced
{
    private WeakList()
    {
    }

    public Guid Id { get; private set; }

    public Guid CycleId { get; private set; }

    public int Year { get; private set; }

    public string LevelCode { get; private set; } = "";

    /// <summary>What was asked, to run it again.</summary>
    public string Request { get; private set; } = "{}";

    public string Digest { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
}

/// <summary>A line of a frozen selection.</summary>
internal sealed class WeakListItem : IPlaced
{
    private WeakListItem()
    {
    }

    public Guid SelectionId { get; private set; }

    public int Ordinal { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string DomainType { get; private set; } = "";

    public Guid? DistrictId { get; private set; }

    public int Rank { get; private set; }

    public int RankFromLowest { get; private set; }

    public decimal Score { get; private set; }

    public string Grade { get; private set; } = "";

    public ListingReason Reason { get; private set; }

    public TieBreak? DecidedBy { get; private set; }
}

/// <summary>A quota of a frozen selection.</summary>
internal sealed class WeakListQuota : IPlaced
{
    private WeakListQuota()
    {
    }

    public Guid SelectionId { get; private set; }

    public int Ordinal { get; private set; }

    public string LevelCode { get; private set; } = "";

    public string DomainType { get; private set; } = "";

    public Guid? DistrictId { get; private set; }

    public int Assessed { get; private set; }

    public int Quota { get; private set; }

    public int Listed { get; private set; }
}
