using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Every route of the rectification cases, its name and its permission.</summary>
internal static class RectificationEndpoints
{
    internal static void MapRectifications(this IEndpointRouteBuilder app)
    {
        var cases = app.MapApi("assessment/rectifications", "Rectifications");

        cases.MapGet("", ListRectifications.Handle)
            .WithName(nameof(ListRectifications)).WithSummary("整顿台账 · Lists cases in tree order").RequirePermission("assessment.read");
        cases.MapGet("/counts", CountRectifications.Handle)
            .WithName(nameof(CountRectifications)).WithSummary("整顿情况统计 · How many cases are in which state").RequirePermission("assessment.read");
        cases.MapPost("/batch-get", BatchGetRectifications.Handle).WithMetadata(AnswerNotKept.Instance)
            .WithName(nameof(BatchGetRectifications)).WithSummary("批量查询整顿个案 · Up to 1,000 cases by id").RequirePermission("assessment.read");
        cases.MapExport("/export", ExportRectifications.Handle, nameof(ExportRectifications), "导出整顿台账(留痕) · The ledger as a sheet; audited", "assessment.export");
        cases.MapGet("/{id:guid}", GetRectification.Handle)
            .WithName(nameof(GetRectification)).WithSummary("整顿个案 · One case").RequirePermission("assessment.read");
        cases.MapPost("/{id:guid}/plan", DraftPlan.Handle)
            .WithName(nameof(DraftPlan)).WithSummary("一支一策 · Writes the plan").RequirePermission("assessment.rectify");
        cases.MapPost("/{id:guid}/plan/approve", ApprovePlan.Handle)
            .WithName(nameof(ApprovePlan)).WithSummary("批准整顿方案 · Approves the plan").RequirePermission(ApprovePlan.Permission);
        cases.MapPost("/{id:guid}/measures", AddMeasures.Handle)
            .WithName(nameof(AddMeasures)).WithSummary("整改措施 · Adds measures with owners and deadlines").RequirePermission("assessment.rectify");
        cases.MapPost("/{id:guid}/measures/{number:int}/complete", CompleteMeasure.Handle)
            .WithName(nameof(CompleteMeasure)).WithSummary("完成措施 · Marks a measure done").RequirePermission("assessment.rectify");
        cases.MapPost("/{id:guid}/self-check", ReportSelfCheck.Handle)
            .WithName(nameof(ReportSelfCheck)).WithSummary("自查 · Reports that it is done").RequirePermission("assessment.rectify");
        cases.MapPost("/{id:guid}/acceptance", AcceptRectification.Handle)
            .WithName(nameof(AcceptRectification)).WithSummary("验收 · Records the acceptance sheet").RequirePermission("assessment.accept");
        cases.MapPost("/{id:guid}/close", CloseRectification.Handle)
            .WithName(nameof(CloseRectification)).WithSummary("销号 · Closes a case").RequirePermission("assessment.accept");
    }
}
