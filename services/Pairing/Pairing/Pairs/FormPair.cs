using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Pairs;

/// <summary>Forms a pair that no rule proposed: the tables hold in principle (原则上), and who departs from them says why.</summary>
internal static class FormPair
{
    public static async Task<Results<Created<PairResponse>, NotFound>> Handle(
        Guid id, FormPairRequest request, HttpContext http, Caller caller, PairingDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        await using var transaction = await db.HoldProgrammeAsync(id, cancel);
        var need = await db.Needs.SingleOrDefaultAsync(row => row.Id == request.NeedId && row.ProgrammeId == id, cancel);
        var helper = await db.Helpers.SingleOrDefaultAsync(row => row.Id == request.HelperId && row.ProgrammeId == id, cancel);
        Field.Require(need is not null, "needId", "need.unknown");
        Field.Require(helper is not null, "helperId", "helper.unknown");

        var today = clock.Today();
        var (pair, fact) = Pair.Form(
            Guid.CreateVersion7(clock.GetUtcNow()), programme, need!, helper!, PairSource.Manual, request.StartedOn ?? today, today, request.Reason);
        var open = await db.Proposals.Where(proposal => proposal.Need.Id == need!.Id && proposal.State == ProposalState.Proposed).ToListAsync(cancel);
        open.ForEach(proposal => proposal.Supersede());
        db.Pairs.Add(pair);
        db.PublishOnCommit(fact);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        IfMatch.Tag(http, pair.Version);
        return TypedResults.Created($"/api/v1/pairing/pairs/{pair.Id}", pair.Response());
    }
}
