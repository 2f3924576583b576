using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Pairing.Proposals;

internal static class ProposalEndpoints
{
    public static void MapProposals(this IEndpointRouteBuilder app)
    {
        var pairing = app.MapApi("pairing", "Proposals");
        pairing.MapPost("/programmes/{id:guid}/proposals", MatchProgramme.Handle)
            .WithName("matchProgramme").WithSummary("提出结对建议 · Runs the matching as a job").RequirePermission(Permissions.Manage);
        pairing.MapGet("/programmes/{id:guid}/proposals", ListProposals.Handle)
            .WithName("listProposals").WithSummary("结对建议列表 · Proposals with their reasons").RequirePermission(Permissions.Read);
        pairing.MapExport("/programmes/{id:guid}/proposals/export", ExportProposals.Handle, "exportProposals", "导出结对建议（留痕）· The list as a sheet; audited", Permissions.Export);
        pairing.MapPost("/proposals/{id:guid}/confirm", ConfirmProposal.Handle)
            .WithName("confirmProposal").WithSummary("确认结对 · Makes a pair of a proposal").RequirePermission(Permissions.Manage);
        pairing.MapPost("/proposals/{id:guid}/reject", RejectProposal.Handle)
            .WithName("rejectProposal").WithSummary("否决建议 · Rejects a proposal; it is not made again").RequirePermission(Permissions.Manage);
        pairing.MapGroup("/matchings").MapJobs(MatchProgramme.Kind, Permissions.Manage);
    }
}
