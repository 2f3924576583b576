namespace PartyCloud.Contracts;

/// <summary>One thing that waits for who asks (待办).</summary>
/// <param name="Service">The service that it comes from.</param>
/// <param name="Kind">What is to be done, e.g. <c>receiveTransfer</c>.</param>
/// <param name="SubjectId">The thing that it is to be done with.</param>
/// <param name="Title">For people, in their language.</param>
/// <param name="DueOn">The last day for it, where there is one.</param>
/// <param name="Overdue">Whether that day is past.</param>
/// <param name="Link">The path where the thing is to be had.</param>
public sealed record TaskItem(
    string Service, string Kind, Guid SubjectId, string Title, Guid? OrganizationId, string? OrganizationName, DateOnly? DueOn, bool Overdue, string Link);

/// <summary>What waits for who asks (待办清单): of each kind the most urgent, and how many there are.</summary>
/// <param name="Items">The most urgent first.</param>
/// <param name="Counts">By kind; 1,000 stands for all beyond it as well.</param>
public sealed record TaskList(IReadOnlyList<TaskItem> Items, IReadOnlyDictionary<string, int> Counts);
