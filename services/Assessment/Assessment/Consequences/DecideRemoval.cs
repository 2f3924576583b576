using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

/// <summary>The system proposes, people decide.</summary>
internal static class DecideRemoval
{
    internal static Task<Results<Ok<RemovalResponse>, NotFound>> Approve(
        Guid id, ApproveRemovalRequest request, IfMatch ifMatch, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        DecideAsync(id, ifMatch, caller, db, (removal, now) => removal.Approve(caller.UserName, request.EffectiveOn, now), cancel);

    internal static Task<Results<Ok<RemovalResponse>, NotFound>> Reject(
        Guid id, RejectRemovalRequest request, IfMatch ifMatch, Caller caller, AssessmentDb db, CancellationToken cancel) =>
        DecideAsync(id, ifMatch, caller, db, (removal, now) => removal.Reject(caller.UserName, request.Reason, now), cancel);

    internal static RemovalResponse Answer(RemovalProposal r) => new(
        r.Id, r.Version, r.Year, r.OrganizationId, r.Post, r.BecauseOf, r.State, r.DecidedBy, r.DecisionReason, r.EffectiveOn, r.ProposedAt, r.DecidedAt);

    private static async Task<Results<Ok<RemovalResponse>, NotFound>> DecideAsync(
        Guid id, IfMatch ifMatch, Caller caller, AssessmentDb db, Action<RemovalProposal, DateTimeOffset> decide, CancellationToken cancel)
    {
        var removal = await db.RemovalProposals.Within(caller.Reach).SingleOrDefaultAsync(r => r.Id == id, cancel);
        if (removal is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(removal);
        decide(removal, db.Context.Clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(Answer(removal));
    }
}
