namespace PartyCloud.Contracts;

/// <summary>What became of each item of a batch (批量办理结果). Each was done whole or not at all, whatever became of the others.</summary>
/// <param name="Done">Items that were done.</param>
/// <param name="Refused">Items that were refused.</param>
/// <param name="Items">In the order of the request.</param>
public sealed record BatchResponse<T>(int Done, int Refused, IReadOnlyList<BatchItem<T>> Items)
    where T : class;

/// <summary>What became of one item.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Status">As a call for it alone would have been answered: 201, 200, or a refusal's.</param>
/// <param name="Result">The object after it; null where it was refused.</param>
/// <param name="Problem">Why it was refused.</param>
public sealed record BatchItem<T>(int Index, int Status, T? Result, Problem? Problem)
    where T : class;
