using Microsoft.AspNetCore.Mvc;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Imports;
using PartyCloud.Members.Transfers;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Members.Registry;

/// <summary>Every route of the registry, its name and its permission.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder app)
    {
        var members = app.MapApi("members", "Members");

        members.MapPost("", AdmitMember.Handle)
            .WithName(nameof(AdmitMember)).WithSummary("登记党员 · Enters a member").RequirePermission("members.admit");
        members.MapGet("", ListMembers.Handle).Produces<Page<MemberSummary>>()
            .WithName(nameof(ListMembers)).WithSummary("党员列表 · Lists members in tree order").RequirePermission("members.read");
        members.MapGet("/{id:guid}", HotReads.GetMember).Produces<MemberResponse>()
            .WithName("GetMember").WithSummary("党员详情(脱敏) · One member, masked").RequirePermission("members.read");
        members.MapPatch("/{id:guid}", ChangeMember.Handle)
            .WithName(nameof(ChangeMember)).WithSummary("变更党员信息 · Changes what is given").RequirePermission("members.change");
        members.MapPost("/{id:guid}/close", CloseMember.Handle)
            .WithName(nameof(CloseMember)).WithSummary("出党、去世 · Closes a member's record").RequirePermission("members.close");
        members.MapPost("/{id:guid}/reveal", RevealMember.Handle).WithMetadata(AnswerNotKept.Instance)
            .WithName(nameof(RevealMember)).WithSummary("查看完整信息(留痕) · Shows what is masked; audited").RequirePermission("members.reveal");
        members.MapPost("/search-by-identity", SearchByIdentity.Handle).WithMetadata(AnswerNotKept.Instance)
            .WithName(nameof(SearchByIdentity)).WithSummary("按身份证号查找(留痕) · Finds by identity number; audited").RequirePermission("members.search-identity");
        members.MapGet("/pocket", ListPocketMembers.Handle)
            .WithName(nameof(ListPocketMembers)).WithSummary("口袋党员 · Members whose letter ran out before it was received").RequirePermission("members.read");

        members.MapPost("/batch-get", BatchGetMembers.Handle).WithMetadata(AnswerNotKept.Instance)
            .WithName(nameof(BatchGetMembers)).WithSummary("批量查询党员(脱敏) · Up to 1,000 members by id, masked").RequirePermission("members.read");
        members.MapPost("/batch-admit", BatchWriteMembers.Admit).WithMetadata(CarriedOn.Instance)
            .WithName("BatchAdmitMembers").WithSummary("批量登记党员 · Enters up to 1,000 members, each on its own").RequirePermission("members.admit");
        members.MapPost("/batch-change", BatchWriteMembers.Change).WithMetadata(CarriedOn.Instance)
            .WithName("BatchChangeMembers").WithSummary("批量变更党员信息 · Changes up to 1,000 members, each on its own").RequirePermission("members.change");

        members.MapExport("/export", ExportMembers.Handle, nameof(ExportMembers), "导出党员名册(脱敏、留痕) · The list as a sheet, masked; audited", "members.export");
        members.MapGet("/{id:guid}/history", GetMemberHistory.Handle)
            .WithName(nameof(GetMemberHistory)).WithSummary("变更记录 · What was changed, by whom and when").RequirePermission("members.read");

        var imports = members.MapGroup("/imports");
        imports.MapPost("", ImportMembers.Handle).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(ServiceHosting.MaxUpload))
            .WithName(nameof(ImportMembers)).WithSummary("导入党员 · Imports a sheet (CSV or XLSX) as a job").RequirePermission("members.import");
        imports.MapJobs(ImportMembers.Kind, "members.import", MemberSheet.Columns);
    }
}
