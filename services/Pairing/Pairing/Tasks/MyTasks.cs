using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Imports;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Pairing.Tasks;

/// <summary>What waits for the caller among the pairs.</summary>
internal static class MyTasks
{
    /// <param name="limit">How many of a kind are shown, 1 to 50; 20 where nothing is said.</param>
    public static async Task<Ok<TaskList>> Handle(TaskGathering tasks, PairingDb db, CancellationToken cancel, int? limit = null)
    {
        tasks.Show(limit);
        var scope = tasks.Caller.Reach;
        // Who confirms a proposal must have its programme and both of its sides in reach.
        await tasks.AddAsync(
            "confirmProposal", Permissions.Manage,
            db.Proposals.AsNoTracking().Within(scope).Where(row => row.State == ProposalState.Proposed
                && db.Programmes.Within(scope).Any(programme => programme.Id == row.ProgrammeId && programme.State == ProgrammeState.Open)
                && db.Needs.Within(scope).Any(need => need.Id == row.Need.Id) && db.Helpers.Within(scope).Any(helper => helper.Id == row.Helper.Id))
                .OrderBy(row => row.Need.LevelCode).ThenBy(row => row.Id),
            row => new DueTask(
                row.Id, $"/api/v1/pairing/programmes/{row.ProgrammeId}/proposals?state=proposed", row.Need.OrganizationId, row.Need.Name, null,
                row.Need.PersonName ?? row.Need.Name, row.Helper.PersonName ?? row.Helper.Name),
            cancel);
        await tasks.AddImportsAsync(db, ImportPairs.Kind, Permissions.Import, "/api/v1/pairing/imports", cancel);
        return TypedResults.Ok(tasks.Answer());
    }
}
