using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Assessment.Cycles;

/// <summary>The ranking of a frozen cycle as a sheet.</summary>
internal static class ExportRanking
{
    internal static readonly ExportSheet<CycleOrganization> Sheet = new ExportSheet<CycleOrganization>("ranking")
        .Number("rank", o => o.Rank).Number("rankFromLowest", o => o.RankFromLowest).Text("organizationCode", o => o.Code).Text("organization", o => o.Name)
        .Code("domainType", "domainType", o => o.DomainType).Number("score", o => o.Score).Text("grade", o => o.Grade).YesNo("vetoed", o => o.Vetoed)
        .Number("satisfaction", o => o.Satisfaction).Number("lastRank", o => o.LastRank);

    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    internal static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel, [StringLength(40)] string? domainType = null,
        RankingOrder order = RankingOrder.Asc, [RegularExpression(Exports.Formats)] string format = "csv", [StringLength(200)] string? purpose = null)
    {
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        cycle.RequireFrozen();
        return await db.ExportAsync(http, Sheet, GetRanking.Sorted(GetRanking.Filtered(db, caller, id, domainType), order), format, purpose, cancel);
    }
}
