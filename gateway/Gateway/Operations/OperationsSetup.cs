using PartyCloud.Gateway.Signing;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Gateway.Operations;

/// <summary>What operators and auditors see of the whole installation, gathered from all services.</summary>
internal static class OperationsSetup
{
    public const string ReplayPermission = "operations.replay";

    public static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<KnownQueues>();
        services.AddJob<ResealJob>(Reseal.Kind);
        services.AddServerFigures();
    }

    public static void MapInstallation(this IEndpointRouteBuilder app)
    {
        var operations = app.MapApi("operations", "Operations");
        operations.MapGet("/status", GetStatus.Handle)
            .WithName("GetOperationsStatus").WithSummary("运行总览 · Health, outboxes and queues of all parts").RequirePermission(OperationsEndpoints.ReadPermission);
        operations.MapGet("/jobs", ListJobs.Handle)
            .WithName("ListOperationsJobs").WithSummary("作业总览 · Jobs of all services, newest first").RequirePermission(OperationsEndpoints.ReadPermission);
        operations.MapGet("/routes", GetRoutes.Handle)
            .WithName("GetOperationsRoutes").WithSummary("接口耗时总览 · How long the routes of all services take").RequirePermission(OperationsEndpoints.ReadPermission);
        operations.MapGet("/figures", GetFigures.Handle)
            .WithName("GetOperationsFigures").WithSummary("运行图表总览 · The figures of all services over the last two hours").RequirePermission(OperationsEndpoints.ReadPermission);
        operations.MapGet("/errors", ListErrors.Handle)
            .WithName("ListErrors").WithSummary("错误队列 · Messages that a queue's consumer could not take in").RequirePermission(OperationsEndpoints.ReadPermission);
        operations.MapPost("/errors/replay", ReplayErrors.Handle)
            .WithName("ReplayErrors").WithSummary("重放错误消息 · Puts failed messages back into their queue").RequirePermission(ReplayPermission);
        operations.MapPost("/reseal", Reseal.Handle)
            .WithName(Reseal.Kind).WithSummary("换钥后重新加密网关封存的密钥 · Enciphers again what is not under the gateway's current key").RequirePermission("operations.reseal");
        operations.MapGet("/audit", SearchAudit.Handle)
            .WithName("SearchAudit").WithSummary("审计检索 · The audit logs of all services, newest first").RequirePermission(OperationsEndpoints.AuditPermission);
        operations.MapPost("/audit/verify", VerifyAudit.Handle)
            .WithName("VerifyAudit").WithSummary("校验全部审计链 · Walks the hash chain of every audit log").RequirePermission(OperationsEndpoints.VerifyPermission);
    }
}
