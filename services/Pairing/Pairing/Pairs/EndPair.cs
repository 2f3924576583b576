using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Pairs;

internal static class EndPair
{
    public static async Task<Results<Ok<PairResponse>, NotFound>> Handle(
        Guid id, EndPairRequest request, IfMatch seen, HttpContext http, Caller caller, PairingDb db, TimeProvider clock, CancellationToken cancel)
    {
        var programmeId = await db.Pairs.Within(caller.Reach).Where(row => row.Id == id).Select(row => (Guid?)row.ProgrammeId).SingleOrDefaultAsync(cancel);
        if (programmeId is null || await db.FindProgrammeAsync(programmeId.Value, caller, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        await using var transaction = await db.HoldProgrammeAsync(programmeId.Value, cancel);
        var pair = await db.Pairs.SingleAsync(row => row.Id == id, cancel);
        var need = await db.Needs.SingleOrDefaultAsync(row => row.Id == pair.Need.Id, cancel);
        var helper = await db.Helpers.SingleOrDefaultAsync(row => row.Id == pair.Helper.Id, cancel);
        if (need is null || helper is null)
        {
            return TypedResults.NotFound();
        }

        seen.Check(pair);
        var today = clock.Today();
        db.PublishOnCommit(pair.End(need, helper, request.Reason, request.EndedOn ?? today, today));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        IfMatch.Tag(http, pair.Version);
        return TypedResults.Ok(pair.Response());
    }
}
