using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Proposals;

internal static class RejectProposal
{
    public static async Task<Results<Ok<ProposalResponse>, NotFound>> Handle(
        Guid id, ReasonRequest request, IfMatch seen, HttpContext http, Caller caller, PairingDb db, TimeProvider clock, CancellationToken cancel)
    {
        var programmeId = await db.Proposals.Within(caller.Reach).Where(row => row.Id == id).Select(row => (Guid?)row.ProgrammeId).SingleOrDefaultAsync(cancel);
        if (programmeId is null || await db.FindProgrammeAsync(programmeId.Value, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        await using var transaction = await db.HoldProgrammeAsync(programme.Id, cancel);
        var proposal = await db.Proposals.SingleAsync(row => row.Id == id, cancel);

        seen.Check(proposal);
        programme.RequireOpen();
        proposal.Reject(request.Reason, caller.UserName, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        IfMatch.Tag(http, proposal.Version);
        return TypedResults.Ok(proposal.Response());
    }
}
