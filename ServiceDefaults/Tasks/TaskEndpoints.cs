using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.ServiceDefaults.Tasks;

public static class TaskEndpoints
{
    /// <summary>The route that tells what waits for the caller in a service. Who may read there may ask; each kind looks at its own permission besides.</summary>
    /// <param name="handler">Takes a <see cref="TaskGathering"/> and answers with its <see cref="TaskList"/>.</param>
    public static void MapTasks(this IEndpointRouteBuilder app, string service, Delegate handler) => app.MapApi($"{service}/tasks", "Tasks")
        .MapGet("", handler).WithMetadata(new TasksOfMetadata(service))
        .WithName($"{service}.tasks").WithSummary("待办 · What waits for the caller here, the most urgent first").RequirePermission(PermissionFor(service));

    /// <summary>The permission that asking takes.</summary>
    public static string PermissionFor(string service) => $"{service}.read";
}
