using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.ServiceDefaults.Operations;

namespace PartyCloud.Gateway.Operations;

/// <summary>How long routes take (接口耗时总览), as one replica of each service has counted since it was started.</summary>
/// <param name="Items">The slowest first, by the time within which nineteen of twenty are answered.</param>
/// <param name="Missing">The services that did not answer in time.</param>
public sealed record GatheredRoutes(IReadOnlyList<RouteTiming> Items, IReadOnlyList<string> Missing);

internal static class GetRoutes
{
    public static async Task<Ok<GatheredRoutes>> Handle(HttpContext http, ServiceCalls calls, RouteTimes own, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(calls.Services.Select(async service =>
            (Service: service, Routes: await calls.GetAsync<List<RouteTiming>>(http, service, $"/api/v1/{service}/operations/routes", cancel))));
        var items = answers.SelectMany(answer => answer.Routes ?? []).Concat(await own.ReadAsync("gateway", cancel))
            .OrderByDescending(route => route.P95).ThenByDescending(route => route.Count).ToList();
        return TypedResults.Ok(new GatheredRoutes(items, [.. answers.Where(answer => answer.Routes is null).Select(answer => answer.Service)]));
    }
}
