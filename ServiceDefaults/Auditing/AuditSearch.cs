using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Auditing;

/// <summary>What is looked for in an audit log; whatever is null is not asked about.</summary>
/// <param name="Action">The whole name, or its beginning with a <c>*</c>.</param>
/// <param name="Before">The id of the last entry that was seen. Ids are in the order of time, in all services alike.</param>
public sealed record AuditSearch(
    string? Action = null, Guid? Actor = null, string? ActorName = null, Guid? ObjectId = null, DateTimeOffset? From = null, DateTimeOffset? To = null, Guid? Before = null)
{
    /// <summary>Newest first.</summary>
    public IQueryable<AuditEntry> In(IQueryable<AuditEntry> log)
    {
        var entries = log.AsNoTracking();
        entries = Before is { } before ? entries.Where(entry => entry.Id < before) : entries;
        entries = Actor is { } actor ? entries.Where(entry => entry.ActorId == actor) : entries;
        entries = ActorName is { } name ? entries.Where(entry => entry.ActorName == name) : entries;
        entries = ObjectId is { } subject ? entries.Where(entry => entry.ObjectId == subject) : entries;
        entries = From?.ToUniversalTime() is { } from ? entries.Where(entry => entry.At >= from) : entries;
        entries = To?.ToUniversalTime() is { } to ? entries.Where(entry => entry.At < to) : entries;
        if (Action is not null)
        {
            var beginning = Action.TrimEnd('*');
            entries = Action.EndsWith('*') ? entries.Where(entry => entry.Action.StartsWith(beginning)) : entries.Where(entry => entry.Action == Action);
        }

        return entries.OrderByDescending(entry => entry.Id);
    }

    /// <summary>As it goes over the wire.</summary>
    public Task<List<AuditResponse>> TakeAsync(IQueryable<AuditEntry> log, int count, CancellationToken cancel) => In(log).Take(count)
        .Select(e => new AuditResponse(e.Id, e.At, e.ActorId, e.ActorName, e.Action, e.ObjectType, e.ObjectId, e.Fields, e.Purpose, e.TraceId))
        .ToListAsync(cancel);
}
