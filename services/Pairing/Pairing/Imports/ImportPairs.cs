using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Pairing.Imports;

/// <summary>Takes a sheet of pairs for a programme and answers with the job that reads it.</summary>
internal static class ImportPairs
{
    public const string Kind = "pairing.import";

    public static async Task<Results<Accepted<JobResponse>, NotFound>> Handle(
        IFormFile file, [FromForm] Guid programmeId, Caller caller, PairingDb db, JobSignal signal, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(programmeId, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        programme.RequireOpen();
        var job = await db.QueueFileAsync(Kind, file, JsonSerializer.Serialize(new Payload(programmeId), Wire.Json), caller, signal, cancel);
        return TypedResults.Accepted($"/api/v1/pairing/imports/{job.Id}", job);
    }

    internal sealed record Payload(Guid ProgrammeId);
}
