using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.ServiceDefaults.Operations;

/// <summary>What operators and auditors ask of every service. The gateway gathers it from all of them.</summary>
public static class OperationsEndpoints
{
    public const string ReadPermission = "operations.read";
    public const string AuditPermission = "audit.read";
    public const string VerifyPermission = "audit.verify";

    public static void MapOperations(this IEndpointRouteBuilder app, string service)
    {
        var operations = app.MapConsistency(service);
        operations.MapPost("/republish", RepublishAsync)
            .WithName($"{service}.republish").WithSummary("重新发布全部事实 · Publishes all the service owns once more").RequirePermission("operations.republish");
        operations.MapGet("/audit", AuditAsync)
            .WithName($"{service}.audit").WithSummary("审计日志 · The audit log, newest first").RequirePermission(AuditPermission);
        operations.MapGet("/status", StatusAsync)
            .WithName($"{service}.status").WithSummary("运行状态 · Health, outbox and queues of this service").RequirePermission(ReadPermission);
        operations.MapGet("/jobs", JobsAsync).WithMetadata(new OperatedMetadata(service))
            .WithName($"{service}.jobs").WithSummary("作业列表 · Jobs within reach, newest first").RequirePermission(ReadPermission);
        operations.MapGet("/routes", RoutesAsync).WithMetadata(new OperatedMetadata(service))
            .WithName($"{service}.routes").WithSummary("接口耗时 · How long each route takes").RequirePermission(ReadPermission);
        operations.MapGet("/figures", Figures).WithMetadata(new OperatedMetadata(service))
            .WithName($"{service}.figures").WithSummary("运行图表 · The service's figures of the last two hours").RequirePermission(ReadPermission);
    }

    /// <summary>What proves that a service agrees with the others and with itself; it shows no row of anybody's.</summary>
    public static RouteGroupBuilder MapConsistency(this IEndpointRouteBuilder app, string service)
    {
        var operations = app.MapApi($"{service}/operations", "Operations");
        operations.MapGet("/digests", DigestsAsync)
            .WithName($"{service}.digests").WithSummary("数据一致性摘要 · Digests by which two services are compared").RequirePermission(ReadPermission);
        operations.MapPost("/audit/verify", VerifyAsync)
            .WithName($"{service}.audit.verify").WithSummary("校验审计链 · Walks the audit log's hash chain").RequirePermission(VerifyPermission);
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

    /// <param name="action">The whole name, or its beginning with a <c>*</c>.</param>
    /// <param name="cursor">The id of the last entry that was seen.</param>
    private static async Task<Ok<Page<AuditResponse>>> AuditAsync(
        ServiceDb db, CancellationToken cancel, [StringLength(64)] string? action = null, Guid? actor = null, [StringLength(64)] string? actorName = null,
        Guid? objectId = null, DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, Guid? cursor = null)
    {
        var size = Limit.Of(limit);
        var rows = await new AuditSearch(action, actor, actorName, objectId, from, to, cursor).TakeAsync(db.AuditLog, size + 1, cancel);
        return TypedResults.Ok(rows.ToPage(size, last => last.Id.ToString()));
    }

    private static async Task<Ok<AuditVerification>> VerifyAsync(AuditChain chain, CancellationToken cancel)
    {
        var (seen, broken) = await chain.VerifyAsync(cancel);
        return TypedResults.Ok(new AuditVerification(seen, broken is null, broken));
    }

    private static async Task<Ok<ServiceStatus>> StatusAsync(StatusOfService status, CancellationToken cancel) =>
        TypedResults.Ok(await status.ReadAsync(cancel));

    /// <param name="cursor">The id of the last job that was seen.</param>
    private static async Task<Ok<Page<JobItem>>> JobsAsync(
        HttpContext http, ServiceDb db, CancellationToken cancel, JobState? state = null, int? limit = null, Guid? cursor = null)
    {
        var size = Limit.Of(limit);
        var jobs = await JobList.TakeAsync(db.Jobs, ServiceOf(http), state, cursor, size + 1, Texts.CultureOf(http), cancel);
        return TypedResults.Ok(jobs.ToPage(size, last => last.Id.ToString()));
    }

    private static async Task<Ok<IReadOnlyList<RouteTiming>>> RoutesAsync(HttpContext http, RouteTimes times, CancellationToken cancel) =>
        TypedResults.Ok(await times.ReadAsync(ServiceOf(http), cancel));

    private static Ok<ServiceFigures> Figures(HttpContext http, FigureHistory history) => TypedResults.Ok(history.Read(ServiceOf(http)));

    private static string ServiceOf(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<OperatedMetadata>().Service;

    private sealed record OperatedMetadata(string Service);
}

/// <summary>How long the routes of this process take.</summary>
public sealed class RouteTimes
{
    private readonly Measures measures;

    internal RouteTimes(Measures measures) => this.measures = measures;

    public async Task<IReadOnlyList<RouteTiming>> ReadAsync(string service, CancellationToken cancel)
    {
        var timings = new RouteTimings();
        await measures.ReadAsync(timings.Add, cancel);
        return timings.Of(service);
    }
}
