using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Tasks;

/// <summary>The order of every list of tasks.</summary>
public static class TaskOrder
{
    /// <summary>By the day on which they are due; what has none comes last.</summary>
    public static IOrderedEnumerable<TaskItem> MostUrgentFirst(this IEnumerable<TaskItem> items) =>
        items.OrderBy(item => item.DueOn ?? DateOnly.MaxValue).ThenBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.SubjectId);
}
