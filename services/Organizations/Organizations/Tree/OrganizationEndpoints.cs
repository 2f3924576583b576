using Microsoft.AspNetCore.Mvc;
using PartyCloud.Organizations.Imports;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

/// <summary>Every route of the organization tree, its name and its permission.</summary>
internal static class OrganizationEndpoints
{
    public static void MapOrganizations(this IEndpointRouteBuilder app)
    {
        var organizations = app.MapApi("organizations", "Organizations");

        organizations.MapPost("", RegisterOrganization.Handle)
            .WithName(nameof(RegisterOrganization)).WithSummary("设立党组织 · Registers an organization").RequirePermission("organizations.register");
        organizations.MapGet("", ListOrganizations.Handle)
            .WithName(nameof(ListOrganizations)).WithSummary("党组织列表 · Lists organizations in tree order").RequirePermission("organizations.read");
        organizations.MapGet("/{id:guid}", GetOrganization.Handle)
            .WithName(nameof(GetOrganization)).WithSummary("党组织详情 · One organization, with warnings about its size and kind").RequirePermission("organizations.read");
        organizations.MapGet("/by-code/{code}", GetOrganization.ByCode)
            .WithName("GetOrganizationByCode").WithSummary("按编码查党组织 · One organization by its own code").RequirePermission("organizations.read");
        organizations.MapPatch("/{id:guid}", ChangeOrganization.Handle)
            .WithName(nameof(ChangeOrganization)).WithSummary("变更党组织信息 · Changes what is given").RequirePermission("organizations.change");
        organizations.MapPost("/{id:guid}/move", MoveOrganization.Handle)
            .WithName(nameof(MoveOrganization)).WithSummary("调整隶属关系 · Moves an organization with its whole subtree").RequirePermission("organizations.move");
        organizations.MapPost("/{id:guid}/abolish", AbolishOrganization.Handle)
            .WithName(nameof(AbolishOrganization)).WithSummary("撤销党组织 · Closes an empty organization").RequirePermission("organizations.abolish");
        organizations.MapPost("/{id:guid}/merge", MergeOrganization.Handle)
            .WithName(nameof(MergeOrganization)).WithSummary("合并党组织 · Closes an organization in favour of another").RequirePermission("organizations.merge");
        organizations.MapGet("/{id:guid}/children", GetChildren.Handle)
            .WithName(nameof(GetChildren)).WithSummary("直接下级 · Direct subordinates").RequirePermission("organizations.read");
        organizations.MapGet("/{id:guid}/rollup", GetRollup.Handle)
            .WithName(nameof(GetRollup)).WithSummary("汇总数 · Counts over the whole subtree").RequirePermission("organizations.read");
        organizations.MapGet("/domain-types", ListDomainTypes.Handle)
            .WithName(nameof(ListDomainTypes)).WithSummary("党建类型代码 · The types organizations are assessed by").RequirePermission("organizations.read");
        organizations.MapGet("/receivers", FindReceivers.Handle)
            .WithName(nameof(FindReceivers)).WithSummary("查找接收组织 · Organizations anywhere to which a member can be transferred").RequirePermission("members.transfer");

        organizations.MapPost("/batch-get", BatchGetOrganizations.Handle).WithMetadata(AnswerNotKept.Instance)
            .WithName(nameof(BatchGetOrganizations)).WithSummary("批量查询党组织 · Up to 1,000 organizations by id or code").RequirePermission("organizations.read");
        organizations.MapPost("/batch-register", BatchWriteOrganizations.Register).WithMetadata(CarriedOn.Instance)
            .WithName("BatchRegisterOrganizations").WithSummary("批量设立党组织 · Registers up to 1,000 organizations, each on its own").RequirePermission("organizations.register");
        organizations.MapPost("/batch-change", BatchWriteOrganizations.Change).WithMetadata(CarriedOn.Instance)
            .WithName("BatchChangeOrganizations").WithSummary("批量变更党组织信息 · Changes up to 1,000 organizations, each on its own").RequirePermission("organizations.change");

        organizations.MapExport("/export", ExportOrganizations.Handle, nameof(ExportOrganizations), "导出党组织列表(留痕) · The list as a sheet; audited", "organizations.export");
        organizations.MapGet("/{id:guid}/history", GetOrganizationHistory.Handle)
            .WithName(nameof(GetOrganizationHistory)).WithSummary("变更记录 · What was changed, by whom and when").RequirePermission("organizations.read");

        var imports = organizations.MapGroup("/imports");
        imports.MapPost("", ImportOrganizations.Handle).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(ServiceHosting.MaxUpload))
            .WithName(nameof(ImportOrganizations)).WithSummary("导入党组织 · Imports a sheet (CSV or XLSX) as a job").RequirePermission("organizations.import");
        imports.MapJobs(ImportOrganizations.Kind, "organizations.import", OrganizationSheet.Columns);
    }
}
