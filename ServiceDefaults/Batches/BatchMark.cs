namespace PartyCloud.ServiceDefaults.Batches;

/// <summary>That an item of a batch was done, saved together with what it did.</summary>
/// <param name="Caller">Whose batch.</param>
/// <param name="Key">Its <c>Idempotency-Key</c>.</param>
/// <param name="Ordinal">The item's place in it.</param>
/// <param name="Request">The item's hash: under the same key another item is refused.</param>
public sealed record BatchMark(Guid Caller, string Key, int Ordinal, string LevelCode, string Request)
{
    /// <summary>What the item made or changed.</summary>
    public Guid ObjectId { get; init; }
}
