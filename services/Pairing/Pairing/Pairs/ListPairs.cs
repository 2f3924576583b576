using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Pairs;

internal static class ListPairs
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="side">Whose place counts: the one in need (default) or the helper.</param>
    public static async Task<Results<Ok<Page<PairResponse>>, NotFound>> Handle(
        Caller caller, PairingDb db, CancellationToken cancel, Guid? under = null, PairSide? side = null, Guid? programmeId = null,
        ProgrammeKind? kind = null, PairState? state = null, int? limit = null, string? cursor = null)
    {
        var after = Cursor.Parse(cursor);
        var take = Limit.Of(limit);
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } scope)
        {
            return TypedResults.NotFound();
        }

        var byHelper = side is PairSide.Helper;
        var pairs = Filtered(db, scope, byHelper, programmeId, kind, state);
        var rows = await (byHelper ? pairs.AfterByHelper(after) : pairs.AfterByNeed(after)).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor(byHelper ? last.Helper.LevelCode : last.Need.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<PairResponse>([.. page.Items.Select(GetPair.Response)], page.Next));
    }

    internal static IQueryable<Pair> Filtered(PairingDb db, LevelScope scope, bool byHelper, Guid? programmeId, ProgrammeKind? kind, PairState? state)
    {
        var pairs = db.Pairs.AsNoTracking();
        pairs = byHelper ? pairs.HelperWithin(scope) : pairs.NeedWithin(scope);
        return pairs.Where(pair =>
            (programmeId == null || pair.ProgrammeId == programmeId) && (kind == null || pair.Kind == kind) && (state == null || pair.State == state));
    }
}
