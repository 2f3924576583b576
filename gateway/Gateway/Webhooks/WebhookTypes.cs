using PartyCloud.Contracts;
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
    public static IReadOnlyList<string> All { get; } = [.. FeedSource.All.SelectMany(source => new[] { source.Name + Updated, source.Name + Deleted })];

    public static string Of(FeedSource source, FeedKind kind) => source.Name + (kind == FeedKind.Changed ? Updated : Deleted);

    /// <summary>The feeds in which these are told.</summary>
    public static IReadOnlyList<FeedSource> FeedsOf(IEnumerable<string> types) =>
        [.. FeedSource.All.Where(source => types.Any(type => type.StartsWith(source.Name + ".", StringComparison.Ordinal)))];
}
