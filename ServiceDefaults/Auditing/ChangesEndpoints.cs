using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.ServiceDefaults.Auditing;

/// <summary>What was changed lately, for the people whose work it touches. The audit log itself is for auditors.</summary>
public static class ChangesEndpoints
{
    public const int MostShown = 50;
    private const int Usual = 20;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    /// <param name="objectTypes">The kinds of things that everyone who reads in the service may hear of; restricted ones are left out.</param>
    public static void MapChanges(this IEndpointRouteBuilder app, string service, params string[] objectTypes) => app.MapApi($"{service}/changes", "Tasks")
        .MapGet("", ListAsync).WithMetadata(new ChangesMetadata(service, objectTypes))
        .WithName($"{service}.changes").WithSummary("近期变动 · What posts within reach changed lately, newest first").RequirePermission(TaskEndpoints.PermissionFor(service));

    /// <param name="limit">1 to 50; 20 where nothing is said.</param>
    private static async Task<Ok<List<ChangeItem>>> ListAsync(HttpContext http, ServiceDb db, TimeProvider clock, CancellationToken cancel, int? limit = null)
    {
        Field.Require(limit is null or (>= 1 and <= MostShown), "limit", "field.range", 1, MostShown);
        var (service, types) = http.GetEndpoint()!.Metadata.GetRequiredMetadata<ChangesMetadata>();
        var since = clock.GetUtcNow() - Lately;
        // An act of looking (members.reveal) is named after the service and not after the thing.
        return TypedResults.Ok(await db.AuditLog.AsNoTracking()
            .Where(entry => entry.At >= since && types.Contains(entry.ObjectType) && entry.Action.StartsWith(entry.ObjectType + "."))
            .OrderByDescending(entry => entry.Id).Take(limit ?? Usual)
            .Select(entry => new ChangeItem(entry.Id, entry.At, service, entry.ActorName, entry.Action, entry.ObjectType, entry.ObjectId))
            .ToListAsync(cancel));
    }

    private sealed record ChangesMetadata(string Service, string[] ObjectTypes);
}
