using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Operations;

/// <summary>What operators and auditors ask of every service.</summary>
public static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app, string service)
    {
        var operations = app.MapConsistency(service);
        operations.MapPost("/republish", RepublishAsync)
            .WithName($"{service}.republish").WithSummary("重新发布全部事实 · Publishes all the service owns once more").RequirePermission("operations.republish");
        operations.MapGet("/audit", AuditAsync)
            .WithName($"{service}.audit").WithSummary("审计日志 · The audit log, newest first").RequirePermission("audit.read");
    }

    /// <summary>What proves that a service agrees with the others and with itself; it shows no row of anybody's.</summary>
    public static RouteGroupBuilder MapConsistency(this IEndpointRouteBuilder app, string service)
    {
        var operations = app.MapApi($"{service}/operations", "Operations");
        operations.MapGet("/digests", DigestsAsync)
            .WithName($"{service}.digests").WithSummary("数据一致性摘要 · Digests by which two services are compared").RequirePermission("operations.read");
        operations.MapPost("/audit/verify", VerifyAsync)
            .WithName($"{service}.audit.verify").WithSummary("校验审计链 · Walks the audit log's hash chain").RequirePermission("audit.verify");
        return operations;
    }

    private static async Task<Ok<List<DigestResponse>>> DigestsAsync(Digests digests, CancellationToken cancel) =>
        TypedResults.Ok(await digests.ComputeAsync(cancel));

    private static async Task<Ok<RepublishResponse>> RepublishAsync(Republisher republisher, ServiceDb db, CancellationToken cancel)
    {
        db.Audit("operations.republish", "service");
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new RepublishResponse(await republisher.RepublishAsync(null, cancel)));
    }

    /// <param name="cursor">The id of the last entry that was seen.</param>
    private static async Task<Ok<Page<AuditResponse>>> AuditAsync(
        ServiceDb db, CancellationToken cancel, string? action = null, Guid? actor = null, Guid? objectId = null, int? limit = null, Guid? cursor = null)
    {
        var size = Limit.Of(limit);
        var entries = db.AuditLog.AsNoTracking();
        entries = action is null ? entries : entries.Where(entry => entry.Action == action);
        entries = actor is null ? entries : entries.Where(entry => entry.ActorId == actor);
        entries = objectId is null ? entries : entries.Where(entry => entry.ObjectId == objectId);
        entries = cursor is null ? entries : entries.Where(entry => entry.Id < cursor);
        var rows = await entries.OrderByDescending(entry => entry.Id).Take(size + 1)
            .Select(e => new AuditResponse(e.Id, e.At, e.ActorId, e.ActorName, e.Action, e.ObjectType, e.ObjectId, e.Fields, e.Purpose, e.TraceId))
            .ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(size, last => last.Id.ToString()));
    }

    private static async Task<Ok<AuditVerification>> VerifyAsync(AuditChain chain, CancellationToken cancel)
    {
        var (seen, broken) = await chain.VerifyAsync(cancel);
        return TypedResults.Ok(new AuditVerification(seen, broken is null, broken));
    }
}
