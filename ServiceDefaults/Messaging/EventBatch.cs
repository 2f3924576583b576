using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>
/// Facts of one kind that travel together: a consumer takes a batch in with one transaction and set-based statements, which is
/// what lets an import of a city arrive in seconds.
/// </summary>
[JsonConverter(typeof(EventBatchJson))]
public sealed record EventBatch<T>(IReadOnlyList<Event<T>> Events)
    where T : class
{
    /// <summary>The same facts as the outbox holds them, in place of <see cref="Events"/>.</summary>
    internal IReadOnlyList<OutboxRow> Waiting { get; init; } = [];
}

/// <summary>One fact on the wire; its id is the outbox row's, so that a second delivery is recognised.</summary>
public sealed record Event<T>(Guid Id, T Body, string? TraceParent = null)
    where T : class;

/// <summary>What a service does when others change. Called once for each fact, in the transaction that remembers it.</summary>
public interface IEventHandler<TDb, T>
    where TDb : DbContext
    where T : class
{
    /// <summary>
    /// Facts carry state and a version, and may come late or out of order: apply one only if it is newer than what is known.
    /// </summary>
    Task HandleAsync(IReadOnlyList<T> facts, TDb db, CancellationToken cancel);
}

/// <summary>Asks the owner of a kind of fact to publish all it has, once, when a new consumer begins to listen.</summary>
/// <param name="Type">The fact's name on the wire.</param>
public sealed record RepublishRequested(string Type);
