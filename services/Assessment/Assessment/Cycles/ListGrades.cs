using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>What an organization was given year by year, the latest first; who sees the organization and its cycles sees it.</summary>
internal static class ListGrades
{
    private const int Most = 100;

    internal static async Task<Results<Ok<List<GradeOfYear>>, NotFound>> Handle(Guid organizationId, Caller caller, AssessmentDb db, CancellationToken cancel)
    {
        if (!await db.Organizations.AsNoTracking().Within(caller.Reach).AnyAsync(o => o.Id == organizationId, cancel))
        {
            return TypedResults.NotFound();
        }

        var grades = from o in db.CycleOrganizations.AsNoTracking().Within(caller.Reach).Where(o => o.OrganizationId == organizationId && o.Assessed)
                     join c in db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach) on o.CycleId equals c.Id
                     orderby c.Year descending, c.Id descending
                     select new GradeOfYear(c.Id, c.Year, c.State, o.DomainType, o.Rank!.Value, o.RankFromLowest!.Value, o.Score!.Value, o.Grade!, o.Vetoed);
        return TypedResults.Ok(await grades.Take(Most).ToListAsync(cancel));
    }
}
