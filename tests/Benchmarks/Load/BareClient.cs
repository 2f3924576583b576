using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace PartyCloud.Benchmarks.Load;

/// <summary>RabbitMQ.Client and nothing else: persistent messages to a quorum queue, each confirmed, each acknowledged.</summary>
internal sealed class BareClient : IAsyncDisposable
{
    private const string Queue = "benchmark-bare";
    private const int Publishers = 500;

    private readonly IConnection connection;
    private readonly IChannel publishing;
    private readonly IChannel consuming;
    private int left;
    private TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BareClient(IConnection connection, IChannel publishing, IChannel consuming) =>
        (this.connection, this.publishing, this.consuming) = (connection, publishing, consuming);

    public static async Task<BareClient> ConnectAsync(Uri broker, CancellationToken cancel)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancel);
        var publishing = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null), cancel);
        var consuming = await connection.CreateChannelAsync(cancellationToken: cancel);
        await consuming.QueueDeclareAsync(Queue, true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancel);
        await consuming.BasicQosAsync(0, 1000, false, cancel);
        var client = new BareClient(connection, publishing, consuming);
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += client.TakeAsync;
        await consuming.BasicConsumeAsync(Queue, false, consumer, cancel);
        return client;
    }

    /// <summary>Messages a second from the first publish to the last acknowledgement.</summary>
    public async Task<double> RateAsync(byte[] body, int messages, CancellationToken cancel)
    {
        (left, done) = (messages, new(TaskCreationOptions.RunContinuationsAsynchronously));
        var start = Stopwatch.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= messages)
            {
                await publishing.BasicPublishAsync("", Queue, true, new BasicProperties { Persistent = true }, body, cancel);
            }
        }));
        await done.Task.WaitAsync(cancel);
        return messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await consuming.QueueDeleteAsync(Queue);
        await publishing.DisposeAsync();
        await consuming.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task TakeAsync(object sender, BasicDeliverEventArgs message)
    {
        await consuming.BasicAckAsync(message.DeliveryTag, false);
        if (Interlocked.Decrement(ref left) == 0)
        {
            done.SetResult();
        }
    }
}
