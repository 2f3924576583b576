using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>The ranking of a frozen cycle, type by type; a caller sees the places of the organizations in his own scope.</summary>
internal static class GetRanking
{
    internal static async Task<Results<Ok<Page<RankingRow>>, NotFound>> Handle(
        Guid id, Caller caller, AssessmentDb db, CancellationToken cancel,
        [StringLength(40)] string? domainType = null, RankingOrder order = RankingOrder.Asc, int? limit = null, [StringLength(400)] string? cursor = null)
    {
        var size = Limit.Of(limit);
        var cycle = await db.Cycles.AsNoTracking().WithinOrAbove(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        cycle.RequireFrozen();
        var rows = Filtered(db, caller, id, domainType);
        if (cursor is not null)
        {
            var (type, score, position) = Place.Parse(cursor);
            rows = order is RankingOrder.Asc
                ? rows.Where(o => string.Compare(o.DomainType, type) > 0 || (o.DomainType == type && (o.Score > score || (o.Score == score && o.Position > position))))
                : rows.Where(o => string.Compare(o.DomainType, type) > 0 || (o.DomainType == type && (o.Score < score || (o.Score == score && o.Position < position))));
        }

        var found = await Sorted(rows, order).Take(size + 1).ToListAsync(cancel);
        var page = found.ToPage(size, last => new Place(last.DomainType, last.Score!.Value, last.Position).ToString());
        return TypedResults.Ok(new Page<RankingRow>(
            [.. page.Items.Select(o => new RankingRow(
                o.OrganizationId, o.Code, o.Name, o.DomainType, o.Rank!.Value, o.RankFromLowest!.Value, o.Score!.Value, o.Grade!, o.Vetoed, o.Satisfaction, o.LastRank))],
            page.Next));
    }

    internal static IQueryable<CycleOrganization> Filtered(AssessmentDb db, Caller caller, Guid id, string? domainType)
    {
        var rows = db.CycleOrganizations.AsNoTracking().Within(caller.Reach).Where(o => o.CycleId == id && o.Assessed);
        return domainType is null ? rows : rows.Where(o => o.DomainType == domainType);
    }

    internal static IOrderedQueryable<CycleOrganization> Sorted(IQueryable<CycleOrganization> rows, RankingOrder order) => order is RankingOrder.Asc
        ? rows.OrderBy(o => o.DomainType).ThenBy(o => o.Score).ThenBy(o => o.Position)
        : rows.OrderBy(o => o.DomainType).ThenByDescending(o => o.Score).ThenByDescending(o => o.Position);

    /// <summary>Where the next page begins.</summary>
    private sealed record Place(string DomainType, decimal Score, int Position)
    {
        internal static Place Parse(string cursor)
        {
            try
            {
                return JsonSerializer.Deserialize<Place>(Base64Url.DecodeFromChars(cursor)) ?? throw new FormatException();
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                throw new FieldException(new FieldError("cursor", "field.malformed"));
            }
        }

        public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this)));
    }
}
