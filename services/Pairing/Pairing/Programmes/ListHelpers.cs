using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

internal static class ListHelpers
{
    public static async Task<Results<Ok<Page<HelperResponse>>, NotFound>> Handle(
        Guid id, Caller caller, PairingDb db, CancellationToken cancel, int? limit = null, string? cursor = null)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var take = Limit.Of(limit);
        var rows = await db.Helpers.AsNoTracking().Within(caller.Reach)
            .Where(helper => helper.ProgrammeId == id)
            .After(Cursor.Parse(cursor)).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor(last.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<HelperResponse>([.. page.Items.Select(Response)], page.Next));
    }

    public static HelperResponse Response(this Helper helper) => new(
        helper.Id,
        helper.OrganizationId,
        helper.OrganizationCode,
        helper.OrganizationName,
        Person.Response(helper.PersonCode, helper.PersonName),
        helper.HelperClass,
        helper.Capacity,
        helper.ActivePairs,
        helper.Withdrawn,
        helper.Version);
}
