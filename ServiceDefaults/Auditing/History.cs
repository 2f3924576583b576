using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Auditing;

/// <summary>
/// What became of one object, for who may see the object: the audit log says more, and to others. Entries lie under the post that acted,
/// which is often above the one who asks, so they are read by the system role; ask for the object in the caller's own scope first.
/// </summary>
public static class History
{
    /// <param name="actions">Those that are told; who looked at something is not among them.</param>
    /// <param name="cursor">The id of the last entry that was seen.</param>
    public static async Task<Page<ChangeResponse>> OfAsync(
        Databases databases, Guid id, string[] actions, int? limit, Guid? cursor, CancellationToken cancel)
    {
        var size = Limit.Of(limit);
        await using var db = databases.System();
        var entries = db.AuditLog.AsNoTracking().Where(entry => entry.ObjectId == id && actions.Contains(entry.Action));
        entries = cursor is null ? entries : entries.Where(entry => entry.Id < cursor);
        var rows = await entries.OrderByDescending(entry => entry.Id).Take(size + 1)
            .Select(entry => new ChangeResponse(entry.Id, entry.At, entry.ActorName, entry.Action, entry.Fields)).ToListAsync(cancel);
        return rows.ToPage(size, last => last.Id.ToString());
    }
}
