using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Operations;

/// <summary>A message that a consumer could not take in (错误消息). Its facts are not shown: they may be about people.</summary>
/// <param name="Type">The kind of fact.</param>
/// <param name="Facts">How many facts travel in it.</param>
/// <param name="Error">The exception's type.</param>
/// <param name="Reason">Its first line, without what it quotes.</param>
public sealed record ErrorItem(Guid Id, string Type, int Facts, DateTimeOffset? SentAt, DateTimeOffset? FailedAt, string Error, string Reason);

/// <summary>The first messages of a queue's error queue.</summary>
public sealed record ErrorList(string Queue, IReadOnlyList<ErrorItem> Items);

/// <summary>重放.</summary>
/// <param name="Queue">The queue, not its error queue.</param>
/// <param name="MessageId">One message; without it all that are there now.</param>
public sealed record ReplayRequest([Required, StringLength(200, MinimumLength = 1)] string Queue, Guid? MessageId = null);

/// <param name="Replayed">How many messages are back in their queue.</param>
public sealed record ReplayResponse(int Replayed);

internal static class ListErrors
{
    private const int Most = 100;
    private const int Usual = 50;

    /// <param name="queue">The queue, not its error queue.</param>
    public static async Task<Results<Ok<ErrorList>, NotFound>> Handle(
        [Required, StringLength(200, MinimumLength = 1)] string queue, ServiceCalls calls, BrokerQueues broker, CancellationToken cancel, int? limit = null)
    {
        Field.Require(limit is null or (>= 1 and <= Most), "limit", "field.range", 1, Most);
        if (!calls.OwnsQueue(queue))
        {
            return TypedResults.NotFound();
        }

        var messages = await ReplayErrors.WithBrokerAsync(() => broker.PeekAsync(queue, limit ?? Usual, cancel));
        return messages is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(new ErrorList(queue, [.. messages.Select(m => new ErrorItem(m.Id, m.Type, m.Facts, m.SentAt, m.FailedAt, m.Error, m.Reason))]));
    }
}

internal static class ReplayErrors
{
    public static async Task<Results<Ok<ReplayResponse>, NotFound>> Handle(
        ReplayRequest request, Caller caller, ServiceCalls calls, BrokerQueues broker, GatewayDb db, CancellationToken cancel)
    {
        if (!calls.OwnsQueue(request.Queue))
        {
            return TypedResults.NotFound();
        }

        // Entered before it is done: what was moved cannot be moved back because the log was away.
        db.Record(caller, "operations.replayed", "queue", request.MessageId, $"{request.Queue} {request.MessageId?.ToString() ?? "*"}");
        await db.SaveChangesAsync(cancel);
        return await WithBrokerAsync(() => broker.ReplayAsync(request.Queue, request.MessageId, cancel)) is { } replayed
            ? TypedResults.Ok(new ReplayResponse(replayed))
            : TypedResults.NotFound();
    }

    internal static async Task<T> WithBrokerAsync<T>(Func<Task<T>> what)
    {
        try
        {
            return await what();
        }
        catch (Exception exception) when (BrokerAway.Explains(exception))
        {
            throw new RuleViolationException("broker.away");
        }
    }

    /// <summary>The broker may serve others as well, whose queues are no business of ours.</summary>
    internal static bool OwnsQueue(this ServiceCalls calls, string queue) =>
        queue.StartsWith("gateway-", StringComparison.Ordinal) || calls.Services.Any(service => queue.StartsWith(service + "-", StringComparison.Ordinal));
}
