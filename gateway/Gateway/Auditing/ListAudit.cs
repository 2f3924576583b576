using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Auditing;

/// <summary>An entry of the gateway's audit log (审计日志): sign-ins, refusals, accounts and posts.</summary>
public sealed record AuditItem(
    Guid Id, DateTimeOffset At, Guid ActorId, string ActorName, Guid? PostId, string Action, string ObjectType, Guid? ObjectId,
    string? Fields, string? Purpose, string? TraceId);

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder app) => app.MapApi("audit", "Audit")
        .MapGet("", ListAudit.Handle)
        .WithName(nameof(ListAudit)).WithSummary("审计日志 · What was done within reach, latest first").RequirePermission("audit.read");
}

internal static class ListAudit
{
    /// <summary>Latest first. Row security shows what was done by posts within the caller's reach.</summary>
    /// <param name="action">The whole name, or its beginning with a <c>*</c>.</param>
    public static async Task<Ok<Page<AuditItem>>> Handle(
        DateTimeOffset? from, DateTimeOffset? to, [StringLength(64)] string? actor, [StringLength(64)] string? action, Guid? objectId,
        int? limit, string? cursor, Caller caller, SystemDb<GatewayDb> databases, CancellationToken cancel)
    {
        var (count, start) = (Limit.Of(limit), Cursor.Parse(cursor));
        await using var db = databases.CreateFor(caller);
        var search = new AuditSearch(action, null, actor, objectId, from, to, cursor is null ? null : start.Id);
        var items = await search.In(db.AuditLog).Take(count + 1)
            .Select(entry => new AuditItem(
                entry.Id, entry.At, entry.ActorId, entry.ActorName, entry.PostId, entry.Action, entry.ObjectType, entry.ObjectId,
                entry.Fields, entry.Purpose, entry.TraceId))
            .ToListAsync(cancel);
        return TypedResults.Ok(items.ToPage(count, item => new Cursor("", item.Id).ToString()));
    }
}
