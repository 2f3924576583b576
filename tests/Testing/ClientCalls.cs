using System.Net;
using System.Text;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;
#if FULL_FEED
using Refit;
#else
using RestEase;
#endif
using Xunit;

namespace PartyCloud.Testing;

/// <summary>Calls by a typed client, whichever library it is made with.</summary>
public static class ClientCalls
{
    /// <summary>The problem that a call is refused with.</summary>
    public static async Task<Problem> Refused(this Task call, HttpStatusCode expected)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => call);
        Assert.True(refusal.StatusCode == expected, $"{refusal.StatusCode} instead of {expected}: {refusal.Content}");
        return refusal.ReadProblem() ?? throw new InvalidOperationException($"No problem: {refusal.Content}");
    }

    /// <summary>Asks for a job until it is over.</summary>
    public static async Task<JobResponse> Finished(Func<Guid, Task<JobResponse>> ask, JobResponse job)
    {
        await Eventually.Holds(async () => (job = await ask(job.Id)).FinishedAt is not null, what: "the job's end");
        return job;
    }

    /// <summary>A form with a sheet.</summary>
    public static MultipartFormDataContent Form(string csv) => new() { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "sheet.csv" } };
}
