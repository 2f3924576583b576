using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Gateway.Feed;

/// <summary>What the feed tells of (变更对象).</summary>
public enum FeedType
{
    Organization,
    Member,
    Rectification,
    Pair,
}

/// <summary>A part of the feed: which service has the objects, and how they are read there.</summary>
/// <param name="resource">Of which an app must have a scope to read them.</param>
/// <param name="objects">Their list, after the version of the API; the feed stands under it.</param>
internal abstract class FeedSource(FeedType type, AppResource resource, string objects)
{
    // In the order of FeedType, which is that of the feed: an organization is known before what belongs to it.
    private static readonly FeedSource[] Table =
    [
        new Of<OrganizationResponse>(FeedType.Organization, AppResource.Organizations, "organizations", o => (o.Id, o.Version)),
        new Of<MemberResponse>(FeedType.Member, AppResource.Members, "members", m => (m.Id, m.Version)),
        new Of<RectificationResponse>(FeedType.Rectification, AppResource.Assessment, "assessment/rectifications", c => (c.Id, c.Version)),
        new Of<PairResponse>(FeedType.Pair, AppResource.Pairing, "pairing/pairs", p => (p.Id, p.Version)),
    ];

    public static IReadOnlyList<FeedSource> All => Table;

    public FeedType Type => type;

    /// <summary>As callers write it.</summary>
    public string Name { get; } = type.ToString().ToLowerInvariant();

    public AppResource Resource => resource;

    /// <summary>Where the objects are, each under its id.</summary>
    public string Path { get; } = $"/api/v1/{objects}";

    public string Service { get; } = objects.Split('/')[0];

    /// <summary>The service's own lists of the objects ask for the same.</summary>
    public string Permission => $"{Service}.read";

    public static FeedSource For(FeedType type) => Table[(int)type];

    /// <summary>The changes behind a place; null where the refusal is on its way.</summary>
    public abstract Task<(IEnumerable<ChangesItem> Items, string Cursor, bool More)?> ReadAsync(
        FeedCalls calls, HttpContext http, Guid? under, string from, int limit, CancellationToken cancel);

    /// <summary>What is there behind a place, and the place reached; null as above.</summary>
    public abstract Task<(IEnumerable<SnapshotItem> Items, string Reached)?> SnapshotAsync(
        FeedCalls calls, HttpContext http, Guid? under, string from, int limit, CancellationToken cancel);

    private sealed class Of<T>(FeedType type, AppResource resource, string objects, Func<T, (Guid Id, int Version)> identity) : FeedSource(type, resource, objects)
        where T : class
    {
        public override async Task<(IEnumerable<ChangesItem> Items, string Cursor, bool More)?> ReadAsync(
            FeedCalls calls, HttpContext http, Guid? under, string from, int limit, CancellationToken cancel) =>
            await calls.GetAsync<FeedPage<T>>(http, this, "", under, from, limit, cancel) is { } page
                ? (page.Items.Select(item => ChangesItem.Of(Type, item)), page.Cursor, page.More)
                : null;

        public override async Task<(IEnumerable<SnapshotItem> Items, string Reached)?> SnapshotAsync(
            FeedCalls calls, HttpContext http, Guid? under, string from, int limit, CancellationToken cancel) =>
            await calls.GetAsync<FeedSnapshot<T>>(http, this, "/snapshot", under, from, limit, cancel) is { } page
                ? (page.Items.Select(one => SnapshotItem.Of(Type, identity(one), one)), page.Next ?? page.Feed!)
                : null;
    }
}
