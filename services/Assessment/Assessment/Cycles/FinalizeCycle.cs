using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>Gives the grades: every organization's is told in one statement.</summary>
internal static class FinalizeCycle
{
    internal static async Task<Results<Ok<CycleResponse>, NotFound>> Handle(
        Guid id, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var (transaction, connection) = await db.BeginScopedAsync(caller.Reach, cancel);
        await using var _ = transaction;
        var cycle = await db.Cycles.Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(cycle);
        cycle.Finalize(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await using (var tell = new NpgsqlCommand($"{Facts.Graded} and c.id = $1", connection) { CommandTimeout = Visibility.SetSeconds })
        {
            await tell.With(id).ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        db.Context.Outbox.Wake();
        IfMatch.Tag(http, cycle.Version);
        return TypedResults.Ok(CycleAnswers.From(cycle));
    }
}
