using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Members.Transfers;

/// <summary>Every route of the transfer of the formal relation (组织关系转接), its name and its permission.</summary>
internal static class TransferEndpoints
{
    public static void MapTransfers(this IEndpointRouteBuilder app)
    {
        app.MapApi("members/{id:guid}/transfers", "Transfers").MapPost("", TransferMember.Handle)
            .WithName(nameof(TransferMember)).WithSummary("开出组织关系介绍信 · Issues a letter of transfer").RequirePermission("members.transfer");

        var transfers = app.MapApi("transfers", "Transfers");
        transfers.MapGet("", ListTransfers.Handle)
            .WithName(nameof(ListTransfers)).WithSummary("转出、转入列表 · Letters that left or came").RequirePermission("members.read");
        transfers.MapExport("/export", ExportTransfers.Handle, nameof(ExportTransfers), "导出转接列表(脱敏、留痕) · The list as a sheet, masked; audited", "members.export");
        transfers.MapGet("/{id:guid}", GetTransfer.Handle)
            .WithName(nameof(GetTransfer)).WithSummary("组织关系转接详情 · One letter").RequirePermission("members.read");
        transfers.MapPost("/{id:guid}/receive", ReceiveTransfer.Handle)
            .WithName(nameof(ReceiveTransfer)).WithSummary("接收组织关系 · Takes the member over").RequirePermission("members.receive");
        transfers.MapPost("/{id:guid}/return", ReturnTransfer.Handle)
            .WithName(nameof(ReturnTransfer)).WithSummary("退回 · Sends the letter back").RequirePermission("members.receive");
        transfers.MapPost("/{id:guid}/cancel", CancelTransfer.Handle)
            .WithName(nameof(CancelTransfer)).WithSummary("撤销转出 · Takes the letter back").RequirePermission("members.transfer");
    }
}
