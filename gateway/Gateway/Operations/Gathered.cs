using PartyCloud.Contracts;

namespace PartyCloud.Gateway.Operations;

/// <summary>Puts the pages of several services together: ids are in the order of time, so where one page ended they all go on.</summary>
internal static class Gathered
{
    public static (List<T> Items, string? Next, List<string> Missing) Newest<T>(IReadOnlyList<(string Service, Page<T>? Page)> answers, Func<T, Guid> id, int limit)
    {
        var all = answers.SelectMany(answer => answer.Page?.Items ?? []).OrderByDescending(id).ToList();
        var items = all.Take(limit).ToList();
        var more = all.Count > limit || answers.Any(answer => answer.Page?.Next is not null);
        return (items, more && items.Count > 0 ? id(items[^1]).ToString() : null, [.. answers.Where(answer => answer.Page is null).Select(answer => answer.Service)]);
    }
}
