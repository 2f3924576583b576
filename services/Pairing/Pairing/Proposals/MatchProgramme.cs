using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;

namespace PartyCloud.Pairing.Proposals;

/// <summary>Answers with the job that matches a programme's needs to its helpers.</summary>
internal static class MatchProgramme
{
    public const string Kind = "pairing.matching";

    public static async Task<Results<Accepted<JobResponse>, NotFound>> Handle(
        Guid id, Caller caller, PairingDb db, JobSignal signal, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        programme.RequireOpen();
        var job = await db.QueueAsync(Kind, JsonSerializer.Serialize(new Payload(id), Wire.Json), caller, signal, cancel);
        return TypedResults.Accepted($"/api/v1/pairing/matchings/{job.Id}", job);
    }

    internal sealed record Payload(Guid ProgrammeId);
}
