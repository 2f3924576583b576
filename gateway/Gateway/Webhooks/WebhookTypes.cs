using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Feed;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>What a message may tell of.</summary>
internal static class WebhookTypes
{
    /// <summary>The feed could not be read on without a gap: the receiver takes a snapshot. Every endpoint is told so.</summary>
    public const string Resync = "feed.resync";

    /// <summary>Sent by the test button alone.</summary>
    public const string Test = "webhook.test";

    private const string Updated = ".updated";
    private const string Deleted = ".deleted";

    /// <summary>Those that an endpoint may ask for.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<FeedType>().SelectMany(type => new[] { NameOf(type) + Updated, NameOf(type) + Deleted })];

    public static string Of(FeedType type, FeedKind kind) => NameOf(type) + (kind == FeedKind.Changed ? Updated : Deleted);

    /// <summary>The feeds in which these are told.</summary>
    public static IReadOnlyList<FeedType> FeedsOf(IEnumerable<string> types) =>
        [.. Enum.GetValues<FeedType>().Where(feed => types.Any(type => type.StartsWith(NameOf(feed) + ".", StringComparison.Ordinal)))];

    /// <summary>What an app must be able to read to be told of it.</summary>
    public static AppResource ResourceOf(FeedType type) => type == FeedType.Organization ? AppResource.Organizations : AppResource.Members;

    public static string NameOf(FeedType type) => type.ToString().ToLowerInvariant();
}
