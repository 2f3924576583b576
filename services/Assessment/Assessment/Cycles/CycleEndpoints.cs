using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Assessment.Cycles;

/// <summary>Every route of the cycles, its name and its permission.</summary>
internal static class CycleEndpoints
{
    internal static void MapCycles(this IEndpointRouteBuilder app)
    {
        var cycles = app.MapApi("assessment/cycles", "Cycles");

        cycles.MapPost("", PlanCycle.Handle)
            .WithName(nameof(PlanCycle)).WithSummary("设立考评周期 · Plans a cycle").RequirePermission("assessment.cycles");
        cycles.MapGet("", ListCycles.Handle)
            .WithName(nameof(ListCycles)).WithSummary("考评周期列表 · Lists cycles, the latest first").RequirePermission("assessment.read");
        cycles.MapGet("/{id:guid}", GetCycle.Handle)
            .WithName(nameof(GetCycle)).WithSummary("考评周期详情 · One cycle").RequirePermission("assessment.read");
        cycles.MapGet("/{id:guid}/progress", GetCycleProgress.Handle)
            .WithName(nameof(GetCycleProgress)).WithSummary("考评进度 · How far the scores of each stage are, then how the grades fall").RequirePermission("assessment.read");
        cycles.MapPost("/{id:guid}/open", OpenCycle.Handle)
            .WithName(nameof(OpenCycle)).WithSummary("启动考评 · Opens a cycle for scores").RequirePermission("assessment.cycles");
        cycles.MapPut("/{id:guid}/scores", RecordScores.Handle)
            .WithName(nameof(RecordScores)).WithSummary("批量记分 · Records values of many organizations, all or none").RequirePermission("assessment.score");
        cycles.MapGet("/{id:guid}/scores", ListScores.Handle)
            .WithName(nameof(ListScores)).WithSummary("记分表 · Who is to be scored in a stage, and what is recorded so far").RequirePermission("assessment.read");
        cycles.MapPost("/{id:guid}/exclusions", ExcludeOrganization.Handle)
            .WithName(nameof(ExcludeOrganization)).WithSummary("不参加考评 · Leaves an organization out, with a reason").RequirePermission("assessment.cycles");
        cycles.MapPost("/{id:guid}/freeze", FreezeCycle.Handle)
            .WithName(nameof(FreezeCycle)).WithSummary("冻结 · Takes the snapshot, counts, ranks and grades; a large cycle as a job").RequirePermission("assessment.cycles");
        cycles.MapGroup("/freezes").MapJobs(FreezeCycle.Kind, "assessment.cycles");
        cycles.MapPost("/{id:guid}/finalize", FinalizeCycle.Handle)
            .WithName(nameof(FinalizeCycle)).WithSummary("定等次 · Gives the grades").RequirePermission("assessment.cycles");
        cycles.MapGet("/{id:guid}/ranking", GetRanking.Handle)
            .WithName(nameof(GetRanking)).WithSummary("分类排名 · Ranks by type; by default from the lowest").RequirePermission("assessment.read");
        cycles.MapExport("/{id:guid}/ranking/export", ExportRanking.Handle, nameof(ExportRanking), "导出分类排名(留痕) · The ranking as a sheet; audited", "assessment.export");
        cycles.MapGet("/{id:guid}/organizations/{organizationId:guid}/score", ExplainScore.Handle)
            .WithName(nameof(ExplainScore)).WithSummary("得分说明 · Every point and where it comes from").RequirePermission("assessment.read");

        app.MapApi("assessment/organizations", "Cycles").MapGet("/{organizationId:guid}/grades", ListGrades.Handle)
            .WithName(nameof(ListGrades)).WithSummary("历年等次 · What an organization was given year by year").RequirePermission("assessment.read");
    }
}
