using System.ComponentModel.DataAnnotations;
using PartyCloud.Gateway.Apps;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sharing;

/// <summary>On what terms data are shared (共享属性): 无条件共享, 有条件共享, 不予共享; 政务数据共享条例 (State Council Order 809).</summary>
public enum DataShareClass
{
    Unconditional,
    Conditional,
    NotShared,
}

/// <summary>How often data are brought up to date (更新周期), or are fetched.</summary>
public enum DataFrequency
{
    RealTime,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    Yearly,
}

/// <summary>An item of a resource (数据项).</summary>
/// <param name="Name">A field of the schema; behind a dot where the resource has several schemas.</param>
/// <param name="Schema">Of the API document.</param>
/// <param name="Personal">Whether it tells of a person (个人信息).</param>
public sealed record DataItem(
    [Required, StringLength(64, MinimumLength = 1)] string Name, [Required, StringLength(64, MinimumLength = 1)] string Schema, [Required, StringLength(100, MinimumLength = 1)] string Meaning,
    [Required, StringLength(100, MinimumLength = 1)] string MeaningEn, [Required] bool Personal);

/// <summary>
/// An entry of the catalogue (数据资源目录). There are those that the API offers and no others, one for each scope that apps can have, so none is made or removed
/// by hand; on what terms they are shared is for the installation's administrators to say.
/// </summary>
internal sealed class DataResource : IVersioned
{
    private DataResource()
    {
    }

    public Guid Id { get; private set; }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    /// <summary>The scope that opens it; null where no app ever gets it.</summary>
    public AppResource? Resource { get; private set; }

    public DataShareClass Class { get; private set; }

    /// <summary>Why it is not shared with everybody; null where it is.</summary>
    public string? Reason { get; private set; }

    /// <summary>The rule that says so (依据).</summary>
    public string? LegalBasis { get; private set; }

    public DataFrequency Frequency { get; private set; }

    /// <summary>Who answers for it (提供部门); null for the installation's own department.</summary>
    public Guid? OwnerId { get; private set; }

    public IReadOnlyList<DataItem> Items { get; private set; } = [];

    public DateTimeOffset ChangedAt { get; private set; }

    public int Version { get; private set; }

    public void Change(
        string? name, string? nameEn, DataShareClass? shareClass, string? reason, string? legalBasis, DataFrequency? frequency, IReadOnlyList<DataItem>? items, DateTimeOffset now)
    {
        var next = shareClass ?? Class;
        Rule.Require(Resource is not null || next == DataShareClass.NotShared, "catalogue.no-scope");
        var (why, basis) = next == DataShareClass.Unconditional ? (null, null) : (reason ?? Reason, legalBasis ?? LegalBasis);
        Rule.Require(next == DataShareClass.Unconditional || (!string.IsNullOrWhiteSpace(why) && !string.IsNullOrWhiteSpace(basis)), "catalogue.reason-missing");
        (Name, NameEn, Class, Reason, LegalBasis, Frequency, Items) = (name ?? Name, nameEn ?? NameEn, next, why, basis, frequency ?? Frequency, items ?? Items);
        (ChangedAt, Version) = (now, Version + 1);
    }

    /// <param name="ownerId">An organization; null for the installation's own department.</param>
    public void HandTo(Guid? ownerId) => OwnerId = ownerId;

    public DataItem? Find(string item) => Items.FirstOrDefault(one => one.Name == item);
}
