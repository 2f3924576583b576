using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Operations;

/// <summary>Jobs of all services (作业总览).</summary>
/// <param name="Missing">The services that did not answer in time.</param>
public sealed record GatheredJobs(IReadOnlyList<JobItem> Items, string? Next, IReadOnlyList<string> Missing);

internal static class ListJobs
{
    private static readonly string[] States = ["queued", "running", "succeeded", "failed", "cancelled"];

    /// <param name="state">queued, running, succeeded, failed or cancelled.</param>
    public static async Task<Ok<GatheredJobs>> Handle(
        HttpContext http, ServiceCalls calls, CancellationToken cancel, string? state = null, string? service = null, int? limit = null, Guid? cursor = null)
    {
        var size = Limit.Of(limit);
        Field.Require(state is null || States.Contains(state), "state", "field.malformed");
        Field.Require(service is null || calls.Services.Contains(service), "service", "field.unknown", service ?? "");
        var query = $"?limit={size}{(state is null ? "" : $"&state={state}")}{(cursor is null ? "" : $"&cursor={cursor}")}";
        var (items, next, missing) = Gathered.Newest(
            await Task.WhenAll(calls.Services.Where(one => service is null || one == service).Select(async one =>
                (one, await calls.GetAsync<Page<JobItem>>(http, one, $"/api/v1/{one}/operations/jobs{query}", cancel)))),
            job => job.Id, size);
        return TypedResults.Ok(new GatheredJobs(items, next, missing));
    }
}
