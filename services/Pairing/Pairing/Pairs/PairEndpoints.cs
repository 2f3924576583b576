using PartyCloud.Pairing.Imports;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Pairs;

internal static class PairEndpoints
{
    public static void MapPairs(this IEndpointRouteBuilder app)
    {
        var pairing = app.MapApi("pairing", "Pairs");
        pairing.MapPost("/programmes/{id:guid}/pairs", FormPair.Handle)
            .WithName("formPair").WithSummary("直接结对（须说明理由）· Forms a pair by hand, with a reason").RequirePermission(Permissions.Manage);

        pairing.MapGet("/programmes/{id:guid}/network", GetNetwork.Handle)
            .WithName("getNetwork").WithSummary("结对网络 · Who helps whom, counted by class and place, and how many needs are served").RequirePermission(Permissions.Read);

        var pairs = pairing.MapGroup("/pairs");
        pairs.MapGet("", ListPairs.Handle)
            .WithName("listPairs").WithSummary("结对列表 · Pairs, by the helped side or by the helping side").RequirePermission(Permissions.Read);
        pairs.MapGet("/counts", CountPairs.Handle)
            .WithName("countPairs").WithSummary("结对统计 · How many pairs there are, by the helped side or by the helping side").RequirePermission(Permissions.Read);
        pairs.MapPost("/batch-get", BatchGetPairs.Handle).WithMetadata(AnswerNotKept.Instance)
            .WithName("batchGetPairs").WithSummary("批量查询结对 · Up to 1,000 pairs by id").RequirePermission(Permissions.Read);
        pairs.MapExport("/export", ExportPairs.Handle, "exportPairs", "导出结对列表（留痕）· The list as a sheet; audited", Permissions.Export);
        pairs.MapGet("/{id:guid}", GetPair.Handle)
            .WithName("getPair").WithSummary("一对结对 · A pair").RequirePermission(Permissions.Read);
        pairs.MapPost("/{id:guid}/end", EndPair.Handle)
            .WithName("endPair").WithSummary("结束结对 · Ends a pair").RequirePermission(Permissions.Manage);
        pairs.MapPost("/{id:guid}/visits", RecordVisit.Handle)
            .WithName("recordVisit").WithSummary("登记走访帮扶 · Records a visit").RequirePermission(Permissions.Visit);
        pairs.MapGet("/{id:guid}/visits", ListVisits.Handle)
            .WithName("listVisits").WithSummary("走访帮扶记录 · Visits, the latest first").RequirePermission(Permissions.Read);

        pairing.MapPost("/visits/batch-record", BatchRecordVisits.Handle).WithMetadata(CarriedOn.Instance)
            .WithName("batchRecordVisits").WithSummary("批量登记走访帮扶 · Records up to 1,000 visits, each on its own").RequirePermission(Permissions.Visit);

        var imports = pairing.MapGroup("/imports");
        imports.MapPost("", ImportPairs.Handle).DisableAntiforgery()
            .WithName("importPairs").WithSummary("导入结对 · Imports a sheet of pairs (CSV or XLSX) as a job").RequirePermission(Permissions.Import);
        imports.MapJobs(ImportPairs.Kind, Permissions.Import, PairSheet.Columns);
    }
}
