using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;

namespace PartyCloud.Pairing.Proposals;

internal static class ListProposals
{
    public static async Task<Results<Ok<Page<ProposalResponse>>, NotFound>> Handle(
        Guid id, Caller caller, PairingDb db, CancellationToken cancel, ProposalState? state = null, int? limit = null, string? cursor = null)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var take = Limit.Of(limit);
        var rows = await Filtered(db, caller, id, state)
            .After(Cursor.Parse(cursor)).Take(take + 1).ToListAsync(cancel);
        var page = rows.ToPage(take, last => new Cursor(last.Need.LevelCode, last.Id).ToString());
        return TypedResults.Ok(new Page<ProposalResponse>([.. page.Items.Select(Response)], page.Next));
    }

    public static IQueryable<Proposal> Filtered(PairingDb db, Caller caller, Guid id, ProposalState? state) =>
        db.Proposals.AsNoTracking().Within(caller.Reach)
            .Where(proposal => proposal.ProgrammeId == id && (state == null ? proposal.State != ProposalState.Superseded : proposal.State == state));

    public static ProposalResponse Response(this Proposal proposal) => new(
        proposal.Id,
        proposal.ProgrammeId,
        proposal.Run,
        proposal.State,
        proposal.Need.Response(),
        proposal.Helper.Response(),
        proposal.Reasons,
        proposal.RejectedReason,
        proposal.PairId,
        proposal.Version);
}
