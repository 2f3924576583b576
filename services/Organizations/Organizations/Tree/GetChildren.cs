using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

internal static class GetChildren
{
    public static async Task<Results<Ok<Page<ChildResponse>>, NotFound>> Handle(
        Guid id, Caller caller, OrganizationsDb db, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        if (!await db.Organizations.Within(caller.Reach).AnyAsync(o => o.Id == id, cancel))
        {
            return TypedResults.NotFound();
        }

        var rows = await db.Organizations.AsNoTracking()
            .Where(o => o.ParentId == id && o.Status == OrganizationStatus.Active && string.Compare(o.LevelCode, after.LevelCode) > 0)
            .OrderBy(o => o.LevelCode).Take(size + 1)
            .Select(o => new ChildResponse(
                o.Id, o.Code, o.LevelCode, o.Name, o.Kind, o.DomainType,
                db.Rollups.Where(r => r.LevelCode == o.LevelCode && r.Measure == Measures.Organizations).Select(r => r.Count).FirstOrDefault(),
                db.Rollups.Where(r => r.LevelCode == o.LevelCode && r.Measure == Measures.Members).Select(r => r.Count).FirstOrDefault()))
            .ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString()));
    }
}
