using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

internal static class WithdrawHelper
{
    public static async Task<Results<Ok<HelperResponse>, NotFound>> Handle(
        Guid id, ReasonRequest request, IfMatch seen, Caller caller, PairingDb db, CancellationToken cancel)
    {
        var programmeId = await db.Helpers.Within(caller.Reach).Where(row => row.Id == id).Select(row => (Guid?)row.ProgrammeId).SingleOrDefaultAsync(cancel);
        if (programmeId is null || await db.FindProgrammeAsync(programmeId.Value, caller, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        await using var transaction = await db.HoldProgrammeAsync(programmeId.Value, cancel);
        var helper = await db.Helpers.SingleAsync(row => row.Id == id, cancel);

        seen.Check(helper);
        helper.Withdraw(request.Reason);
        var open = await db.Proposals.Where(proposal => proposal.Helper.Id == id && proposal.State == ProposalState.Proposed).ToListAsync(cancel);
        open.ForEach(proposal => proposal.Supersede());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(helper.Response());
    }
}
