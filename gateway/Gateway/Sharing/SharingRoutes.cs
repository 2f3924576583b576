using PartyCloud.Gateway.Apps;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Gateway.Sharing;

/// <summary>
/// Sharing of data (数据共享), by 政务数据共享条例 (State Council Order 809): a catalogue that says what there is and on what terms, requests with working-day timers whose
/// outcome is a scope of the app, and a way to say that a datum is wrong.
/// </summary>
internal static class SharingRoutes
{
    public static void AddSharing(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<ManageShareRequest>();
        builder.Services.AddScoped<CorrectionObjects>();
        builder.Services.AddSingleton<ShareRequestEnds>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ShareRequestEnds>());
    }

    public static void MapSharing(this IEndpointRouteBuilder app)
    {
        MapCatalogue(app);
        var requests = app.MapApi("sharing/requests", "Sharing");
        requests.MapPost("", AskForData.Handle)
            .WithName(nameof(AskForData)).WithSummary("提出共享申请 · Asks for data in an app's name").RequirePermission("sharing.ask").WithMetadata(new OpenToApps());
        requests.MapGet("", ListShareRequests.Handle)
            .WithName(nameof(ListShareRequests)).WithSummary("共享申请列表 · Share requests, the newest first").RequirePermission("sharing.read").WithMetadata(new OpenToApps());
        requests.MapGet("/{id:guid}", ListShareRequests.One)
            .WithName("GetShareRequest").WithSummary("共享申请详情 · One share request with its history").RequirePermission("sharing.read").WithMetadata(new OpenToApps());
        requests.MapPost("/{id:guid}/resubmit", AskForData.Again)
            .WithName("ResubmitShareRequest").WithSummary("补正后重新提交 · Hands in again what was returned").RequirePermission("sharing.ask").WithMetadata(new OpenToApps());
        requests.MapPost("/{id:guid}/withdraw", AskForData.Withdraw)
            .WithName("WithdrawShareRequest").WithSummary("撤回 · Withdraws it, and with it what it brought").RequirePermission("sharing.ask").WithMetadata(new OpenToApps());
        requests.MapPost("/{id:guid}/check", CheckShareRequest.Handle)
            .WithName(nameof(CheckShareRequest)).WithSummary("符合性审查 · Says whether it conforms, within 2 working days").RequirePermission("sharing.check");
        requests.MapPost("/{id:guid}/reply", ReplyToShareRequest.Handle)
            .WithName(nameof(ReplyToShareRequest)).WithSummary("答复 · Grants or refuses what is conditional, within 5 working days").RequirePermission("sharing.decide");
        requests.MapPost("/{id:guid}/ready", ReplyToShareRequest.Ready)
            .WithName("SharedDataReady").WithSummary("数据就绪 · Says that the data are there, within 10 working days").RequirePermission("sharing.decide");
        requests.MapPost("/{id:guid}/end", EndShareRequest.Handle)
            .WithName(nameof(EndShareRequest)).WithSummary("收回授权 · Revokes what was granted").RequirePermission("sharing.revoke");

        var corrections = app.MapApi("sharing/corrections", "Sharing");
        corrections.MapPost("", ReportError.Handle)
            .WithName(nameof(ReportError)).WithSummary("数据有误 · Says that a datum is wrong").RequirePermission("sharing.report").WithMetadata(new OpenToApps());
        corrections.MapGet("", ListCorrections.Handle)
            .WithName(nameof(ListCorrections)).WithSummary("数据更正列表 · One's own requests for correction, and those that one may answer").RequirePermission("sharing.report").WithMetadata(new OpenToApps());
        corrections.MapGet("/{id:guid}", ListCorrections.One)
            .WithName("GetCorrection").WithSummary("数据更正详情 · One request for correction").RequirePermission("sharing.report").WithMetadata(new OpenToApps());
        corrections.MapPost("/{id:guid}/accept", AnswerCorrection.Accept)
            .WithName("AcceptCorrection").WithSummary("已更正 · Says that the datum was put right").RequirePermission(ListCorrections.MayAnswer);
        corrections.MapPost("/{id:guid}/refuse", AnswerCorrection.Refuse)
            .WithName("RefuseCorrection").WithSummary("不予更正 · Says why the datum stands").RequirePermission(ListCorrections.MayAnswer);
    }

    private static void MapCatalogue(IEndpointRouteBuilder app)
    {
        var open = app.MapApi("sharing", "Sharing").RequireAuthorization().WithMetadata(new OpenToApps());
        open.MapGet("/catalogue", GetCatalogue.Handle)
            .WithName(nameof(GetCatalogue)).WithSummary("数据资源目录 · What is shared, and on what terms");
        open.MapGet("/catalogue/export", ExportCatalogue.Handle).Produces(StatusCodes.Status200OK, contentType: Exports.Csv, additionalContentTypes: ExportCatalogue.Json)
            .WithName(nameof(ExportCatalogue)).WithSummary("下载目录 · The catalogue as a file, CSV or JSON");
        open.MapGet("/catalogue/{code}", GetCatalogue.One)
            .WithName("GetDataResource").WithSummary("数据资源详情 · One entry of the catalogue");
        open.MapGet("/calendar/{year:int}", WorkCalendar.Handle)
            .WithName("GetWorkCalendar").WithSummary("工作日历 · The days of a year that are not as their weekday says");

        var manage = app.MapApi("sharing", "Sharing");
        manage.MapPatch("/catalogue/{code}", ChangeResource.Handle)
            .WithName(nameof(ChangeResource)).WithSummary("变更数据资源 · Changes what is given").RequirePermission("sharing.catalogue");
        manage.MapPut("/calendar/{year:int}", WorkCalendar.Import)
            .WithName("ImportWorkCalendar").WithSummary("导入工作日历 · Sets a year's holidays and working weekends").RequirePermission("sharing.catalogue");
    }
}
