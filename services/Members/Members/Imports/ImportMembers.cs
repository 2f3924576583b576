using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Members.Imports;

/// <summary>Takes a sheet and answers with the job that reads it.</summary>
internal static class ImportMembers
{
    public const string Kind = "members.import";

    public static async Task<Accepted<JobResponse>> Handle(
        IFormFile file, Caller caller, MembersDb db, JobSignal signal, IJobSeal seal, CancellationToken cancel)
    {
        var job = await db.QueueFileAsync(Kind, file, "{}", caller, signal, cancel, seal);
        return TypedResults.Accepted($"/api/v1/members/imports/{job.Id}", job);
    }
}
