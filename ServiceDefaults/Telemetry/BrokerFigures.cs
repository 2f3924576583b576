using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PartyCloud.ServiceDefaults.Telemetry;

/// <summary>
/// The inside of the broker, as a node of it tells a monitor. Where that is, the setting <c>Operations:BrokerMeasures</c> says
/// (http://broker:15692, of the plugin rabbitmq_prometheus); without it there is nothing to read.
/// </summary>
public sealed class BrokerFigures : IFigureSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, Func<double, string, Reading>> Charts = new(StringComparer.Ordinal)
    {
        ["rabbitmq_connections"] = (value, _) => new Level("broker.connections", null, "{connection}", value),
        ["rabbitmq_consumers"] = (value, _) => new Level("broker.consumers", null, "{consumer}", value),
        ["rabbitmq_alarms_memory_used_watermark"] = (value, _) => new Level("broker.alarms", "memory", "{alarm}", value),
        ["rabbitmq_alarms_free_disk_space_watermark"] = (value, _) => new Level("broker.alarms", "disk", "{alarm}", value),
        ["rabbitmq_global_messages_received_total"] = (value, _) => new Total("broker.messages", "received", "{message}/s", value, CountedHere: false),
        ["rabbitmq_global_messages_confirmed_total"] = (value, _) => new Total("broker.messages", "confirmed", "{message}/s", value, CountedHere: false),
        ["rabbitmq_process_resident_memory_bytes"] = (value, _) => new Level("broker.memory", "used", "By", value),
        ["rabbitmq_resident_memory_limit_bytes"] = (value, _) => new Level("broker.memory", "limit", "By", value),
        ["rabbitmq_disk_space_available_bytes"] = (value, _) => new Level("broker.disk", "left", "By", value),
        ["rabbitmq_disk_space_available_limit_bytes"] = (value, _) => new Level("broker.disk", "limit", "By", value),
        ["rabbitmq_detailed_queue_messages"] = (value, queue) => new Level("broker.queue.messages", queue, "{message}", value),
    };

    private readonly Uri? address;
    private readonly IHttpClientFactory clients;

    public BrokerFigures(IConfiguration configuration, IHttpClientFactory clients) => (address, this.clients) = (AddressIn(configuration), clients);

    /// <summary>Null where nobody said it.</summary>
    public static Uri? AddressIn(IConfiguration configuration)
    {
        var setting = configuration["Operations:BrokerMeasures"];
        return string.IsNullOrWhiteSpace(setting) ? null
            : Uri.TryCreate(setting, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw new InvalidOperationException($"Operations:BrokerMeasures is no address: {setting}");
    }

    async Task<IReadOnlyList<Reading>> IFigureSource.ReadAsync(CancellationToken cancel)
    {
        if (address is null)
        {
            return [];
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var client = clients.CreateClient(nameof(BrokerFigures));
        var sums = new Dictionary<(string Measure, string Queue), double>();
        foreach (var path in (string[])["/metrics", "/metrics/detailed?family=queue_coarse_metrics"])
        {
            // Line by line: it is a text of a thousand measures, of which a dozen are wanted.
            using var text = new StreamReader(await client.GetStreamAsync(new Uri(address, path), limit.Token));
            while (await text.ReadLineAsync(limit.Token) is { } line)
            {
                Add(sums, line);
            }
        }

        return [.. sums.OrderBy(sum => sum.Key).Select(sum => Charts[sum.Key.Measure](sum.Value, sum.Key.Queue))];
    }

    /// <summary>Adds up what is told apart by more than the queue: protocols, virtual hosts.</summary>
    private static void Add(Dictionary<(string, string), double> sums, string line)
    {
        var end = line.AsSpan().IndexOfAny('{', ' ');
        if (end < 0 || !Charts.ContainsKey(line[..end]) || !double.TryParse(line.AsSpan(line.LastIndexOf(' ') + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return;
        }

        const string label = "queue=\"";
        var at = line.IndexOf(label, StringComparison.Ordinal);
        var queue = at < 0 ? "" : line[(at + label.Length)..line.IndexOf('"', at + label.Length)];
        sums[(line[..end], queue)] = sums.GetValueOrDefault((line[..end], queue)) + value;
    }
}
