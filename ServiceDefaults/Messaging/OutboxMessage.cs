using System.Diagnostics;
using System.Text.Json;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>A fact that waits in the database for the relay.</summary>
public sealed class OutboxMessage
{
    /// <summary>So many facts travel in one message, and as many at most are written as one row: an array of facts, each with its id.</summary>
    public const int FactsTogether = 250;

    public Guid Id { get; private init; }

    /// <summary>The full name of the fact's record: its name on the wire.</summary>
    public string Type { get; private init; } = "";

    public string Body { get; private init; } = "";

    public string? TraceParent { get; private init; }

    public static OutboxMessage Of<T>(T fact)
        where T : class => new()
        {
            Id = Guid.CreateVersion7(),
            Type = typeof(T).FullName!,
            Body = JsonSerializer.Serialize(fact, Wire.Json),
            TraceParent = Activity.Current?.Id,
        };
}

/// <summary>Wakes the relay after a commit, so that a fact need not wait for its next look at the table.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0);

    public void Wake()
    {
        // A relay that is already called needs no second call.
        if (waiting.CurrentCount == 0)
        {
            waiting.Release();
        }
    }

    public void Dispose() => waiting.Dispose();

    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => waiting.WaitAsync(atMost, cancel);
}
