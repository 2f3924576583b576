using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Gateway.Tasks;

/// <summary>What waits for the caller in all services (待办清单).</summary>
/// <param name="Items">The most urgent first; of each kind only so many.</param>
/// <param name="Counts">By kind; 1,000 stands for all beyond it as well.</param>
/// <param name="Missing">The services that did not answer in time: what waits there is not in the list.</param>
public sealed record MyTasksResponse(IReadOnlyList<TaskItem> Items, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<string> Missing);

internal static class GatherTasksEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        app.MapApi("tasks", "Me").RequireAuthorization().MapGet("", GatherTasks.Handle)
            .WithName(nameof(GatherTasks)).WithSummary("待办 · What waits for me, gathered from all services");
        app.MapApi("me/changes", "Me").RequireAuthorization().MapGet("", GatherChanges.Handle)
            .WithName(nameof(GatherChanges)).WithSummary("近期变动 · What was changed lately within my reach, gathered from all services");
    }
}

/// <summary>Asks all services at once, and adds what waits here. One that does not answer is named, and keeps nobody from the rest of the day's work.</summary>
internal static class GatherTasks
{
    /// <param name="limit">How many of a kind are shown, 1 to 1,000; 20 where nothing is said.</param>
    public static async Task<Ok<MyTasksResponse>> Handle(HttpContext http, ServiceCalls calls, GatewayDb db, CancellationToken cancel, int? limit = null)
    {
        Field.Require(limit is null or (>= 1 and <= TaskGathering.MostCounted), "limit", "field.range", 1, TaskGathering.MostCounted);
        var caller = ((SessionPrincipal)http.User).Post.Caller;
        // Who may read nothing in a service has nothing to do there, and need not be refused first.
        string[] services = [.. calls.Services.Where(service => caller.Scope is not null && caller.Permissions.Allows(TaskEndpoints.PermissionFor(service)))];
        var asked = Task.WhenAll(services.Select(service =>
            calls.GetAsync<TaskList>(http, service, $"/api/v1/{service}/tasks{(limit is null ? "" : $"?limit={limit}")}", cancel)));
        var own = await SharingTasks.GatherAsync(http, db, limit, cancel);
        var answers = await asked;
        var answered = answers.OfType<TaskList>().Append(own).ToList();
        return TypedResults.Ok(new MyTasksResponse(
            [.. answered.SelectMany(list => list.Items).MostUrgentFirst()],
            answered.SelectMany(list => list.Counts).GroupBy(count => count.Key, count => count.Value, StringComparer.Ordinal)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.Sum(), StringComparer.Ordinal),
            [.. services.Zip(answers).Where(pair => pair.Second is null).Select(pair => pair.First)]));
    }
}
