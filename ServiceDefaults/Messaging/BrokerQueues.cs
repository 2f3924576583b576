using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>How full a queue is.</summary>
/// <param name="Messages">Those that wait; what a consumer has in hand is not counted.</param>
/// <param name="Failed">Those in its error queue.</param>
public sealed record QueueDepth(string Queue, long Messages, long Consumers, long Failed);

/// <summary>A message that could not be taken in. What its facts say is not shown: it may be about people.</summary>
public sealed record FailedMessage(Guid Id, string Type, int Facts, DateTimeOffset? SentAt, DateTimeOffset? FailedAt, string Error, string Reason);

/// <summary>
/// The operators' view of the broker over its ordinary protocol, which is there wherever the broker is; its management interface may not
/// be. A queue's error queue has its name with <c>_error</c>.
/// </summary>
public sealed partial class BrokerQueues(IConfiguration configuration)
{
    internal const string ErrorSuffix = "_error";
    private const string FaultHeader = "MT-Fault-";
    private const int LongestReason = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Counts without taking anything; a queue that is not there is left out.</summary>
    public async Task<IReadOnlyList<QueueDepth>> CountAsync(IEnumerable<string> queues, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        List<QueueDepth> depths = [];
        foreach (var queue in queues)
        {
            if (await FindAsync(connection, queue, cancel) is { } found)
            {
                depths.Add(new(queue, found.MessageCount, found.ConsumerCount, (await FindAsync(connection, queue + ErrorSuffix, cancel))?.MessageCount ?? 0));
            }
        }

        return depths;
    }

    /// <summary>Looks at the first messages of a queue's error queue. They stay where they are: what is not acknowledged is back in its place when the channel closes.</summary>
    /// <returns>Null where there is no such queue.</returns>
    public async Task<IReadOnlyList<FailedMessage>?> PeekAsync(string queue, int most, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        if (await FindAsync(connection, queue, cancel) is null)
        {
            return null;
        }

        List<FailedMessage> messages = [];
        if (await FindAsync(connection, queue + ErrorSuffix, cancel) is not null)
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
            while (messages.Count < most && await channel.BasicGetAsync(queue + ErrorSuffix, autoAck: false, cancel) is { } message)
            {
                messages.Add(Describe(message));
            }
        }

        return messages;
    }

    /// <summary>
    /// Puts failed messages back into their queue. Each is taken from the error queue only when the broker has confirmed that it holds the
    /// other: a crash between the two leaves it in both, and the consumers' inbox knows the facts.
    /// </summary>
    /// <param name="messageId">One message, or null for all that are there now.</param>
    /// <returns>How many were put back; null where there is no such queue or message.</returns>
    public async Task<int?> ReplayAsync(string queue, Guid? messageId, CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        if (await FindAsync(connection, queue, cancel) is null || await FindAsync(connection, queue + ErrorSuffix, cancel) is not { } errors)
        {
            return messageId is null && await FindAsync(connection, queue, cancel) is not null ? 0 : null;
        }

        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancel);
        var moved = 0;
        // No more than there are now: one that fails again at once must not come round for ever.
        for (var seen = 0u; seen < errors.MessageCount && await channel.BasicGetAsync(queue + ErrorSuffix, autoAck: false, cancel) is { } message; seen++)
        {
            if (messageId is not null && IdOf(message) != messageId)
            {
                continue;
            }

            // Throws when the broker refuses it or knows no such queue any more.
            await channel.BasicPublishAsync("", queue, mandatory: true, WithoutFault(message.BasicProperties), message.Body, cancel);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancel);
            moved++;
            if (messageId is not null)
            {
                break;
            }
        }

        return messageId is not null && moved == 0 ? null : moved;
    }

    internal async Task<IConnection> ConnectAsync(CancellationToken cancel)
    {
        var broker = configuration.GetConnectionString("broker") ?? throw new InvalidOperationException("ConnectionStrings:broker is not set.");
        var factory = new ConnectionFactory
        {
            Uri = new Uri(broker),
            ClientProvidedName = "operations",
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
        };
        return await factory.CreateConnectionAsync(cancel);
    }

    // Asking for a queue that is not there closes the channel, so each is asked for on a channel of its own.
    internal static async Task<QueueDeclareOk?> FindAsync(IConnection connection, string queue, CancellationToken cancel)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancel);
        }
        catch (OperationInterruptedException absent) when (absent.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    private static BasicProperties WithoutFault(IReadOnlyBasicProperties failed)
    {
        var properties = new BasicProperties(failed);
        if (properties.Headers is { } headers)
        {
            properties.Headers = headers.Where(header => !header.Key.StartsWith(FaultHeader, StringComparison.Ordinal) && header.Key != "MT-Reason")
                .ToDictionary(header => header.Key, header => header.Value);
        }

        return properties;
    }

    private static Guid IdOf(BasicGetResult message) => Guid.TryParse(message.BasicProperties.MessageId, out var id) ? id : Guid.Empty;

    private static FailedMessage Describe(BasicGetResult message)
    {
        var (type, facts, sentAt) = Envelope(message.Body);
        return new(
            IdOf(message), type, facts, sentAt, Header("Timestamp") is { } at && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time) ? time : null,
            Header("ExceptionType") ?? "", Reason(Header("Message") ?? ""));

        string? Header(string name) =>
            message.BasicProperties.Headers?.TryGetValue(FaultHeader + name, out var value) == true
                ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)
                : null;
    }

    private static (string Type, int Facts, DateTimeOffset? SentAt) Envelope(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var root = envelope.RootElement;
            var type = root.TryGetProperty("messageType", out var types) && types.GetArrayLength() > 0 ? types[0].GetString() ?? "" : "";
            var facts = root.TryGetProperty("message", out var message) && message.TryGetProperty("events", out var events) ? events.GetArrayLength() : 0;
            return (ShortName(type), facts, root.TryGetProperty("sentTime", out var sent) && sent.TryGetDateTimeOffset(out var at) ? at : null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ("", 0, null);
        }
    }

    // urn:message:PartyCloud.ServiceDefaults.Messaging:EventBatch[[PartyCloud.Members.Contracts:MemberState]]
    private static string ShortName(string urn) => urn.TrimEnd(']').Split(':', '.')[^1];

    /// <summary>The first line, without what it quotes and without long numbers: either may be of a person.</summary>
    internal static string Reason(string message)
    {
        var line = LongNumbers().Replace(Quoted().Replace(message.Split('\n', 2)[0].Trim(), "“…”"), "…");
        return line.Length > LongestReason ? line[..LongestReason] + "…" : line;
    }

    // A name of the schema in quotes (a constraint, a column) says where to look, so words of that spelling stay.
    [GeneratedRegex("\"(?![a-z_]+\")[^\"]*\"|'(?![a-z_]+')[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex("[0-9]{6,}[0-9Xx]*")]
    private static partial Regex LongNumbers();
}

/// <summary>The broker does not answer.</summary>
public static class BrokerAway
{
    public static bool Explains(Exception exception) =>
        exception is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException or PublishException or TimeoutException or IOException or System.Net.Sockets.SocketException;
}
