using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Members.Mobility;

/// <summary>Every route of mobile members (流动党员), its name and its permission.</summary>
internal static class MobilityEndpoints
{
    public static void MapMobility(this IEndpointRouteBuilder app)
    {
        app.MapApi("members/{id:guid}/mobility", "Mobility").MapPost("", RegisterMobility.Handle)
            .WithName(nameof(RegisterMobility)).WithSummary("登记流动党员 · Registers a stay elsewhere").RequirePermission("members.mobility");

        var mobility = app.MapApi("mobility", "Mobility");
        mobility.MapGet("", ListMobility.Handle)
            .WithName(nameof(ListMobility)).WithSummary("流出、流入党员列表 · Who is away, or here from elsewhere").RequirePermission("members.read");
        mobility.MapGet("/counts", CountMobility.Handle)
            .WithName(nameof(CountMobility)).WithSummary("流动党员统计 · How many are away, or here from elsewhere").RequirePermission("members.read");
        mobility.MapExport("/export", ExportMobility.Handle, nameof(ExportMobility), "导出流动党员列表(脱敏、留痕) · The list as a sheet, masked; audited", "members.export");
        mobility.MapGet("/{id:guid}", GetMobility.Handle)
            .WithName(nameof(GetMobility)).WithSummary("流动党员登记详情 · One stay").RequirePermission("members.read");
        mobility.MapPost("/{id:guid}/check-in", CheckInMobility.Handle)
            .WithName(nameof(CheckInMobility)).WithSummary("流入地报到 · The member reported at the place").RequirePermission("members.mobility");
        mobility.MapPost("/{id:guid}/end", EndMobility.Handle)
            .WithName(nameof(EndMobility)).WithSummary("结束流动 · The stay is over").RequirePermission("members.mobility");
    }
}
