namespace PartyCloud.Contracts;

/// <summary>A page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">Where the next page begins, to be sent back as <c>cursor</c>; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
