using System.Net;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>Section <c>Webhooks</c> of the settings.</summary>
internal sealed class WebhookSettings
{
    /// <summary>Where webhooks may go; nowhere, unless the operator says so.</summary>
    public IList<WebhookTargetEntry> Targets { get; } = [];

    /// <summary>How often an endpoint's feed is read.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>For so long a replica of the gateway holds an endpoint without a word; then another takes it over.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A receiver that takes longer has not received.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Messages under way to one endpoint at the same time, each about another object.</summary>
    public int AtOnce { get; set; } = 8;

    /// <summary>Endpoints that one replica works on at the same time.</summary>
    public int EndpointsAtOnce { get; set; } = 32;

    /// <summary>So many messages wait for an endpoint at the most; the rest waits in the feed, which keeps it for 30 days.</summary>
    public int MostWaiting { get; set; } = 10_000;

    /// <summary>The n-th repetition comes after a random part of this times 2ⁿ⁻¹, and of <see cref="LongestBackOff"/> at the most.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestBackOff { get; set; } = TimeSpan.FromHours(4);

    /// <summary>So long after its first attempt a message is tried for the last time; if it fails then, it is dead.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What a receiver's Retry-After counts at the most.</summary>
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>After so many failures one after another nothing is sent but a probe.</summary>
    public int FailuresToOpen { get; set; } = 10;

    /// <summary>Until the first probe; until each further one twice as long, and <see cref="LongestProbe"/> at the most.</summary>
    public TimeSpan Probe { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestProbe { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long what was delivered can be sent again.</summary>
    public TimeSpan DeliveredKept { get; set; } = TimeSpan.FromDays(7);

    public TimeSpan DeadKept { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Asks for the addresses of a host.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = Dns.GetHostAddressesAsync;
}

/// <summary>A line of the allow-list.</summary>
internal sealed class WebhookTargetEntry
{
    /// <summary>A host's name or address; with a leading dot, all names that end in it.</summary>
    public string Host { get; set; } = "";

    /// <summary>The scheme's own where nothing is said.</summary>
    public int? Port { get; set; }

    /// <summary>Whether http will do; https is good in any case.</summary>
    public bool Http { get; set; }

    /// <summary>Networks in CIDR notation that are not public and may be reached by this name all the same.</summary>
    public IList<string> Networks { get; } = [];
}
