using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Operations;

/// <summary>Jobs of all services and of the gateway itself (作业总览).</summary>
/// <param name="Missing">The services that did not answer in time.</param>
public sealed record GatheredJobs(IReadOnlyList<JobItem> Items, string? Next, IReadOnlyList<string> Missing);

internal static class ListJobs
{
    private const string Gateway = "gateway";

    /// <param name="state">queued, running, succeeded, failed or cancelled.</param>
    public static async Task<Ok<GatheredJobs>> Handle(
        HttpContext http, Caller caller, ServiceCalls calls, SystemDb<GatewayDb> databases, CancellationToken cancel,
        string? state = null, string? service = null, int? limit = null, Guid? cursor = null)
    {
        var (size, wanted) = (Limit.Of(limit), (JobState?)null);
        if (state is not null)
        {
            var known = Enum.GetValues<JobState>().Where(one => one.ToString().Equals(state, StringComparison.OrdinalIgnoreCase)).ToList();
            Field.Require(known.Count == 1, "state", "field.malformed");
            wanted = known[0];
        }

        Field.Require(service is null or Gateway || calls.Services.Contains(service), "service", "field.unknown", service ?? "");
        var query = $"?limit={size}{(state is null ? "" : $"&state={state}")}{(cursor is null ? "" : $"&cursor={cursor}")}";
        var asked = Task.WhenAll(calls.Services.Where(one => service is null || one == service).Select(async one =>
            (one, await calls.GetAsync<Page<JobItem>>(http, one, $"/api/v1/{one}/operations/jobs{query}", cancel))));
        List<(string, Page<JobItem>?)> answers = [];
        if (service is null or Gateway)
        {
            await using var db = databases.CreateFor(caller);
            answers.Add((Gateway, (await JobList.TakeAsync(db.Jobs, Gateway, wanted, cursor, size + 1, Texts.CultureOf(http), cancel)).ToPage(size, last => last.Id.ToString())));
        }

        answers.AddRange(await asked);
        var (items, next, missing) = Gathered.Newest(answers, job => job.Id, size);
        return TypedResults.Ok(new GatheredJobs(items, next, missing));
    }
}
