using System.Net;
using System.Net.Sockets;
using PartyCloud.Testing;
using RabbitMQ.Client;

namespace PartyCloud.ServiceDefaults.Tests.Messaging;

/// <summary>The operator's view of the broker's queues.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly IConnection connection;

    private TestBroker(IConnection connection) => this.connection = connection;

    public static async Task<TestBroker> OpenAsync() =>
        new(await new ConnectionFactory { Uri = await TestServers.BrokerAsync() }.CreateConnectionAsync());

    /// <summary>How many messages wait in a queue; none in one that is not there.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        // Asking for a queue that is not there closes the channel.
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>What the operator does when a fault is mended: puts the failed messages back into their queue.</summary>
    public async Task ReplayAsync(string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync($"{queue}_error", autoAck: false) is { } message)
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties(message.BasicProperties), message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }
    }

    /// <summary>A queue with so many messages.</summary>
    public async Task FillAsync(string queue, int messages)
    {
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        for (var message = 0; message < messages; message++)
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, ReadOnlyMemory<byte>.Empty);
        }
    }

    public async Task DeleteAsync(IEnumerable<string> queues)
    {
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in queues)
        {
            await channel.QueueDeleteAsync(queue);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

/// <summary>A way to the broker that a test can close and open.</summary>
internal sealed class Passage : IDisposable
{
    private readonly Uri broker;
    private readonly int port;
    private readonly List<TcpClient> through = [];
    private TcpListener? listener;

    public Passage(Uri broker)
    {
        this.broker = broker;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        port = ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public Uri Address => new UriBuilder(broker) { Host = "127.0.0.1", Port = port }.Uri;

    public void Open()
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
    }

    /// <summary>Cuts what goes through, and lets nobody in.</summary>
    public void Close()
    {
        listener?.Dispose();
        lock (through)
        {
            through.ForEach(client => client.Dispose());
            through.Clear();
        }
    }

    public void Dispose() => Close();

    private async Task AcceptAsync(TcpListener door)
    {
        try
        {
            while (true)
            {
                var near = await door.AcceptTcpClientAsync();
                var far = new TcpClient();
                lock (through)
                {
                    through.AddRange([near, far]);
                }

                await far.ConnectAsync(broker.Host, broker.Port);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The door is shut.
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The passage was cut; either end learns of it from its own socket.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
