using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>
/// Who is to be scored in one stage and what is recorded of each so far: the rows of the sheet in which scores are entered. Who heads the
/// scope or a district of it is not assessed, and not listed.
/// </summary>
internal static class ListScores
{
    /// <param name="stage">Of the cycle's scheme; its first where nothing is said.</param>
    /// <param name="under">The subtree of this organization; all that the caller reaches of the cycle where nothing is said.</param>
    internal static async Task<Results<Ok<Page<ScoreRow>>, NotFound>> Handle(
        Guid id, Caller caller, AssessmentDb db, SystemDb<AssessmentDb> beyond, CancellationToken cancel, [StringLength(60)] string? stage = null, Guid? under = null,
        [StringLength(40)] string? domainType = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } reach)
        {
            return TypedResults.NotFound();
        }

        var organizations = (await AssessedAsync(db, beyond, cycle, caller, cancel)).Within(reach);
        var scheme = (await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == cycle.SchemeId, cancel)).Content;
        var plan = new ScoringPlan(scheme);
        var slots = plan.SlotsOf(stage ?? scheme.Stages[0].Stage);
        Field.Require(slots.Count > 0, "stage", "field.unknown", stage ?? "");
        organizations = domainType is null ? organizations : organizations.Where(o => o.DomainType == domainType);
        var found = await organizations.Where(o => string.Compare(o.LevelCode, after.LevelCode) > 0).OrderBy(o => o.LevelCode).Take(size + 1)
            .Select(o => new { o.Id, o.Code, o.Name, o.DomainType, o.LevelCode }).ToListAsync(cancel);
        var page = found.ToPage(size, last => new Cursor(last.LevelCode, last.Id).ToString());
        Guid[] ids = [.. page.Items.Select(o => o.Id)];
        short[] wanted = [.. slots];
        var values = (await db.Scores.AsNoTracking().Within(caller.Reach)
            .Where(s => s.CycleId == id && ids.Contains(s.OrganizationId) && wanted.Contains(s.Slot)).ToListAsync(cancel)).ToLookup(s => s.OrganizationId);
        return TypedResults.Ok(new Page<ScoreRow>(
            [.. page.Items.Select(o => new ScoreRow(
                o.Id, o.Code, o.Name, o.DomainType, values[o.Id].ToDictionary(s => plan.At(s.Slot).Indicator.Code, s => s.Value)))],
            page.Next));
    }

    /// <summary>Who is to be scored, of those that the caller reaches, as the tree stands today.</summary>
    internal static async Task<IQueryable<OrganizationReplica>> AssessedAsync(
        AssessmentDb db, SystemDb<AssessmentDb> beyond, AssessmentCycle cycle, Caller caller, CancellationToken cancel)
    {
        OrganizationKind[] kinds = [.. Enum.GetValues<OrganizationKind>().Where(kind => Snapshot.IsRanked(Wire.Json.PropertyNamingPolicy!.ConvertName(kind.ToString()), cycle.Kinds))];

        // Whether the organization at the top of what the caller reaches heads a district is told by the one above it, which he may not see.
        string[] tops = [.. caller.Reach.Prefixes];
        await using var all = beyond.Create();
        var inDistrict = await all.Organizations.AsNoTracking()
            .Where(o => tops.Contains(o.LevelCode) && all.Organizations.Any(p => p.Id == o.ParentId && p.RegionCode == o.RegionCode)).Select(o => o.Id).ToListAsync(cancel);
        return db.Organizations.AsNoTracking().Within(caller.Reach).Under(cycle.LevelCode)
            .Where(o => o.Status == OrganizationStatus.Active && o.Id != cycle.ScopeOrganizationId && kinds.Contains(o.Kind)
                && !db.Exclusions.Any(e => e.CycleId == cycle.Id && e.OrganizationId == o.Id)
                && !((o.Kind == OrganizationKind.Committee || o.Kind == OrganizationKind.WorkingCommittee)
                    && o.RegionCode != null && o.RegionCode.Length == 6 && !o.RegionCode.EndsWith("00")
                    && !inDistrict.Contains(o.Id)
                    && !db.Organizations.Any(p => p.Id == o.ParentId && p.RegionCode == o.RegionCode)));
    }
}
