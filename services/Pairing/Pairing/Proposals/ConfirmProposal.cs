using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Proposals;

/// <summary>Makes a pair of a proposal, which takes the need and a place of the helper.</summary>
internal static class ConfirmProposal
{
    public static async Task<Results<Ok<ProposalResponse>, NotFound>> Handle(
        Guid id, ConfirmProposalRequest? request, IfMatch seen, HttpContext http, Caller caller, PairingDb db, TimeProvider clock, CancellationToken cancel)
    {
        var programmeId = await db.Proposals.Within(caller.Reach).Where(row => row.Id == id).Select(row => (Guid?)row.ProgrammeId).SingleOrDefaultAsync(cancel);
        if (programmeId is null || await db.FindProgrammeAsync(programmeId.Value, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        await using var transaction = await db.HoldProgrammeAsync(programme.Id, cancel);
        var proposal = await db.Proposals.SingleAsync(row => row.Id == id, cancel);
        var need = await db.Needs.SingleOrDefaultAsync(row => row.Id == proposal.Need.Id, cancel);
        var helper = await db.Helpers.SingleOrDefaultAsync(row => row.Id == proposal.Helper.Id, cancel);
        if (need is null || helper is null)
        {
            return TypedResults.NotFound();
        }

        seen.Check(proposal);
        var today = clock.Today();
        var pairId = Guid.CreateVersion7(clock.GetUtcNow());
        proposal.Confirm(pairId, caller.UserName, clock.GetUtcNow());
        var (pair, fact) = Pair.Form(pairId, programme, need, helper, PairSource.Proposal, request?.StartedOn ?? today, today);
        db.Pairs.Add(pair);
        db.PublishOnCommit(fact);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        IfMatch.Tag(http, proposal.Version);
        return TypedResults.Ok(proposal.Response());
    }
}
