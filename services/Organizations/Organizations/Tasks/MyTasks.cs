using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Imports;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Organizations.Tasks;

/// <summary>What waits for the caller among the organizations.</summary>
internal static class MyTasks
{
    /// <param name="limit">How many of a kind are shown, 1 to 50; 20 where nothing is said.</param>
    public static async Task<Ok<TaskList>> Handle(TaskGathering tasks, OrganizationsDb db, CancellationToken cancel, int? limit = null)
    {
        tasks.Show(limit);
        await tasks.AddImportsAsync(db, ImportOrganizations.Kind, "organizations.import", "/api/v1/organizations/imports", cancel);
        return TypedResults.Ok(tasks.Answer());
    }
}
