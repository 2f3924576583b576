using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

internal static class ListRestrictions
{
    /// <param name="subject">The member or organization asked about.</param>
    /// <param name="on">Only what holds on this day.</param>
    internal static async Task<Ok<Page<RestrictionResponse>>> Handle(
        Caller caller, AssessmentDb db, CancellationToken cancel, Guid? subject = null, DateOnly? on = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        var rows = await db.Restrictions.AsNoTracking().Within(caller.Reach)
            .Where(r => (subject == null || r.SubjectId == subject) && (on == null || (r.LiftedAt == null && r.From <= on && r.Until >= on)))
            .Where(r => string.Compare(r.LevelCode, after.LevelCode) >= 0 && (string.Compare(r.LevelCode, after.LevelCode) > 0 || r.Id.CompareTo(after.Id) > 0))
            .OrderBy(r => r.LevelCode).ThenBy(r => r.Id).Take(size + 1).ToListAsync(cancel);
        var page = rows.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<RestrictionResponse>([.. page.Items.Select(r => Answer(r))], page.Next));
    }

    internal static RestrictionResponse Answer(Restriction r) => new(
        r.Id, r.SubjectKind, r.SubjectId, r.SubjectName, r.OrganizationId, r.Scopes, r.From, r.Until, r.ReasonCode, r.SourceId, r.LiftedAt, r.LiftReason);
}
