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
        var proposal = await db.Proposals.Within(caller.Reach).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (proposal is null || await db.FindProgrammeAsync(proposal.ProgrammeId, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        seen.Check(proposal);
        programme.RequireOpen();
        proposal.Reject(request.Reason, caller.UserName, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, proposal.Version);
        return TypedResults.Ok(proposal.Response());
    }
}
