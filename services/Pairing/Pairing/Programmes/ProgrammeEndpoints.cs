using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Pairing.Programmes;

internal static class ProgrammeEndpoints
{
    public static void MapProgrammes(this IEndpointRouteBuilder app)
    {
        var pairing = app.MapApi("pairing", "Programmes");
        pairing.MapGet("/rule-sets", () => TypedResults.Ok(RuleSetTemplates.All.Select(template => new RuleSetTemplateResponse(template.Key, template.Value)).ToArray()))
            .WithName("listRuleSets").WithSummary("结对规则模板 · Tables to start from").RequirePermission(Permissions.Read);

        var programmes = pairing.MapGroup("/programmes");
        programmes.MapPost("", OpenProgramme.Handle)
            .WithName("openProgramme").WithSummary("新建结对项目 · Opens a programme").RequirePermission(Permissions.Manage);
        programmes.MapGet("", ListProgrammes.Handle)
            .WithName("listProgrammes").WithSummary("结对项目列表 · Programmes").RequirePermission(Permissions.Read);
        programmes.MapGet("/{id:guid}", GetProgramme.Handle)
            .WithName("getProgramme").WithSummary("结对项目 · A programme").RequirePermission(Permissions.Read);
        programmes.MapPost("/{id:guid}/close", CloseProgramme.Handle)
            .WithName("closeProgramme").WithSummary("结束项目 · Closes a programme; its pairs go on").RequirePermission(Permissions.Manage);

        programmes.MapPost("/{id:guid}/needs", AddNeeds.Handle)
            .WithName("addNeeds").WithSummary("登记帮扶对象（批量）· Lists who needs a helper").RequirePermission(Permissions.Manage);
        programmes.MapPost("/{id:guid}/needs/from-weak-list", AddWeakOrganizations.Handle)
            .WithName("addWeakOrganizations").WithSummary("从整顿对象名单取帮扶对象 · Takes over a year's list of the weak").RequirePermission(Permissions.Manage);
        programmes.MapGet("/{id:guid}/needs", ListNeeds.Handle)
            .WithName("listNeeds").WithSummary("帮扶对象列表 · Who needs a helper").RequirePermission(Permissions.Read);
        programmes.MapExport("/{id:guid}/needs/export", ExportNeeds.Handle, "exportNeeds", "导出帮扶对象（留痕）· The list as a sheet; audited", Permissions.Export);
        pairing.MapPost("/needs/{id:guid}/withdraw", WithdrawNeed.Handle)
            .WithName("withdrawNeed").WithSummary("撤下帮扶对象 · Takes a need off the list").RequirePermission(Permissions.Manage);

        programmes.MapPost("/{id:guid}/helpers", AddHelpers.Handle)
            .WithName("addHelpers").WithSummary("登记帮扶单位或帮扶人（批量）· Lists who can help").RequirePermission(Permissions.Manage);
        programmes.MapGet("/{id:guid}/helpers", ListHelpers.Handle)
            .WithName("listHelpers").WithSummary("帮扶单位列表 · Who can help").RequirePermission(Permissions.Read);
        programmes.MapExport("/{id:guid}/helpers/export", ExportHelpers.Handle, "exportHelpers", "导出帮扶单位（留痕）· The list as a sheet; audited", Permissions.Export);
        pairing.MapPost("/helpers/{id:guid}/withdraw", WithdrawHelper.Handle)
            .WithName("withdrawHelper").WithSummary("撤下帮扶单位 · Gives a helper nothing new").RequirePermission(Permissions.Manage);
    }
}
