using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

internal static class ListNeeds
{
    public static async Task<Results<Ok<Page<NeedResponse>>, NotFound>> Handle(
        Guid id, Caller caller, PairingDb db, CancellationToken cancel,
        NeedState? state = null, NeedSource? source = null, int? limit = null, string? cursor = null)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var take = Limit.Of(limit);
        var rows = await Filtered(db, caller, id, state, source)
            .After(Cursor.Parse(cursor)).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor(last.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<NeedResponse>([.. page.Items.Select(Response)], page.Next));
    }

    public static IQueryable<Need> Filtered(PairingDb db, Caller caller, Guid id, NeedState? state, NeedSource? source) =>
        db.Needs.AsNoTracking().Within(caller.Reach)
            .Where(need => need.ProgrammeId == id && (state == null || need.State == state) && (source == null || need.Source == source));

    public static NeedResponse Response(this Need need) => new(
        need.Id,
        need.OrganizationId,
        need.OrganizationCode,
        need.OrganizationName,
        Person.Response(need.PersonCode, need.PersonName),
        need.NeedClass,
        need.OtherClasses,
        need.Source,
        need.State,
        need.Unmatched is { } reason ? Wire.Json.PropertyNamingPolicy!.ConvertName(reason.ToString()) : null,
        need.Version);
}
