using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

/// <summary>Runs a selection again, from its snapshot and its own request: later changes of the tree do not reach it.</summary>
internal static class VerifySelection
{
    internal static async Task<Results<Ok<SelectionVerification>, NotFound>> Handle(Guid id, Caller caller, AssessmentDb db, CancellationToken cancel)
    {
        var (transaction, connection) = await db.BeginScopedAsync(caller.Reach, cancel);
        await using var _ = transaction;
        var list = await db.Selections.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (list is null)
        {
            return TypedResults.NotFound();
        }

        var request = JsonSerializer.Deserialize<SelectWeakRequest>(list.Request, Wire.Json)!;
        var digest = SelectionRun.Digest(list.CycleId, await SelectionRun.ComputeAsync(connection, list.CycleId, request, cancel));
        return TypedResults.Ok(new SelectionVerification(digest == list.Digest, list.Digest, digest));
    }
}
