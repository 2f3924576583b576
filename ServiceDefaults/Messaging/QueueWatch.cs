using RabbitMQ.Client;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>Counts the service's own queues again and again, over one connection that is kept.</summary>
internal sealed class QueueWatch(BrokerQueues broker, MessagingExtensions.Catalogue catalogue, TimeProvider clock) : IAsyncDisposable
{
    // An error queue begins with its first message. To ask for one that is not there is an error in the broker's log, which has to stay readable.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, DateTimeOffset> absent = new(StringComparer.Ordinal);
    private IConnection? connection;

    public async Task<IReadOnlyList<QueueDepth>> CountAsync(CancellationToken cancel)
    {
        if (connection is not { IsOpen: true })
        {
            await DisposeAsync();
            connection = await broker.ConnectAsync(cancel);
        }

        List<QueueDepth> depths = [];
        foreach (var queue in catalogue.Queues)
        {
            if (await BrokerQueues.FindAsync(connection, queue, cancel) is { } found)
            {
                depths.Add(new(queue, found.MessageCount, found.ConsumerCount, await CountErrorsAsync(connection, queue + BrokerQueues.ErrorSuffix, cancel)));
            }
        }

        return depths;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is { } old)
        {
            connection = null;
            await old.DisposeAsync();
        }
    }

    private async Task<long> CountErrorsAsync(IConnection connection, string queue, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (absent.TryGetValue(queue, out var asked) && now - asked < AskAgain)
        {
            return 0;
        }

        if (await BrokerQueues.FindAsync(connection, queue, cancel) is { } found)
        {
            absent.Remove(queue);
            return found.MessageCount;
        }

        absent[queue] = now;
        return 0;
    }
}
