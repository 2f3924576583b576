using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

internal static class ListProgrammes
{
    public static async Task<Results<Ok<Page<ProgrammeResponse>>, NotFound>> Handle(
        Caller caller, PairingDb db, CancellationToken cancel,
        Guid? under = null, int? year = null, ProgrammeState? state = null, int? limit = null, string? cursor = null)
    {
        if (await db.Organizations.ReachAsync(caller, under, cancel) is not { } scope)
        {
            return TypedResults.NotFound();
        }

        var take = Limit.Of(limit);
        var rows = await db.Programmes.AsNoTracking().Within(scope)
            .Where(programme => (year == null || programme.Year == year) && (state == null || programme.State == state))
            .After(Cursor.Parse(cursor)).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor(last.LevelCode, last.Id).ToString());
        var names = await db.PlacesAsync(page.Items.Select(programme => programme.ScopeOrganizationId), cancel);
        return TypedResults.Ok(new Page<ProgrammeResponse>(
            [.. page.Items.Select(programme => programme.Response(names.GetValueOrDefault(programme.ScopeOrganizationId)?.Name))], page.Next));
    }
}
