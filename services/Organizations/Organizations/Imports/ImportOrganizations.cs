using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Organizations.Imports;

/// <summary>Takes a sheet and answers with the job that reads it.</summary>
internal static class ImportOrganizations
{
    public const string Kind = "organizations.import";

    public static async Task<Accepted<JobResponse>> Handle(
        IFormFile file, Caller caller, OrganizationsDb db, JobSignal signal, CancellationToken cancel)
    {
        var job = await db.QueueFileAsync(Kind, file, "{}", caller, signal, cancel);
        return TypedResults.Accepted($"/api/v1/organizations/imports/{job.Id}", job);
    }
}
