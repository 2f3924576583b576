using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

/// <summary>Selects, freezes the list, opens a case for each listed organization, and proposes what two listed years mean: one transaction.</summary>
internal static class SelectWeak
{
    internal static async Task<Results<Created<SelectionResponse>, NotFound, SelectionBlocked>> Handle(
        Guid cycleId, SelectWeakRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        SelectionRun.RequireSound(request);
        var (transaction, connection) = await db.BeginScopedAsync(caller.Reach, cancel);
        await using var _ = transaction;
        await connection.LockCycleAsync(cycleId, alone: true, cancel);
        if (await FindAsync(db, cycleId, caller, cancel) is not { } cycle)
        {
            return TypedResults.NotFound();
        }

        var outcome = await SelectionRun.ComputeAsync(connection, cycleId, request, cancel);
        if (outcome.Missing.Count > 0 || outcome.Ties.Count > 0)
        {
            return await BlockedAsync(db, cycleId, outcome, cancel);
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await SelectionStore.SaveAsync(connection, id, cycle, request, outcome, now, cancel);
        await SelectionStore.OpenCasesAsync(connection, id, cycle, now, cancel);
        await SelectionStore.ProposeRemovalsAsync(connection, db, id, cycle, now, cancel);
        db.Audit("selection.made", "selection", id, $"{outcome.Items.Count}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.Context.Outbox.Wake();
        return TypedResults.Created($"/api/v1/assessment/selections/{id}", await GetSelection.AnswerAsync(id, db, caller, cancel));
    }

    internal static async Task<Results<Ok<SelectionResponse>, NotFound, SelectionBlocked>> Preview(
        Guid cycleId, SelectWeakRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        SelectionRun.RequireSound(request);
        var (transaction, connection) = await db.BeginScopedAsync(caller.Reach, cancel);
        await using var _ = transaction;
        if (await FindAsync(db, cycleId, caller, cancel) is not { } cycle)
        {
            return TypedResults.NotFound();
        }

        var outcome = await SelectionRun.ComputeAsync(connection, cycleId, request, cancel);
        if (outcome.Missing.Count > 0 || outcome.Ties.Count > 0)
        {
            return await BlockedAsync(db, cycleId, outcome, cancel);
        }

        // Kept and read back as a real one would be, and then forgotten.
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await SelectionStore.SaveAsync(connection, id, cycle, request, outcome, clock.GetUtcNow(), cancel);
        var preview = await GetSelection.AnswerAsync(id, db, caller, cancel);
        await transaction.RollbackAsync(cancel);
        return TypedResults.Ok(preview! with { Id = Guid.Empty });
    }

    private static async Task<AssessmentCycle?> FindAsync(AssessmentDb db, Guid cycleId, Caller caller, CancellationToken cancel)
    {
        var cycle = await db.Cycles.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == cycleId, cancel);
        cycle?.RequireFrozen();
        return cycle;
    }

    private static async Task<SelectionBlocked> BlockedAsync(AssessmentDb db, Guid cycleId, RunOutcome outcome, CancellationToken cancel)
    {
        int[] positions = [.. outcome.Missing.Concat(outcome.Ties.SelectMany(t => t.Positions)).Take(RecordScores.MaxFaults)];
        var names = await db.CycleOrganizations.AsNoTracking().Where(o => o.CycleId == cycleId && positions.Contains(o.Position)).ToDictionaryAsync(o => o.Position, cancel);
        return new(outcome, names);
    }
}

/// <summary>No list is made while a score is missing or a tie undecided; the answer names who.</summary>
internal sealed class SelectionBlocked(RunOutcome outcome, IReadOnlyDictionary<int, CycleOrganization> names) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (code, arguments, errors) = outcome.Missing.Count > 0
            ? ("selection.scores-missing", new object[] { outcome.Missing.Count }, Named(outcome.Missing, "selection.score-missing", 0))
            : ("selection.tie-undecided", [outcome.Ties.Count], outcome.Ties.SelectMany(t => Named(t.Positions, "selection.tied", t.ToChoose)));
        return ProblemWriter.WriteAsync(httpContext, StatusCodes.Status409Conflict, code, arguments, [.. errors]);
    }

    private IEnumerable<FieldError> Named(IReadOnlyList<int> positions, string code, int toChoose) =>
        from position in positions
        where names.ContainsKey(position)
        let o = names[position]
        select new FieldError(o.OrganizationId.ToString(), code, o.Code, o.Name, o.DomainType, toChoose);
}
