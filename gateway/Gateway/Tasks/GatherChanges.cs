using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Gateway.Tasks;

/// <summary>What was changed lately within the caller's reach, in all services (近期变动).</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Missing">The services that did not answer in time.</param>
public sealed record MyChangesResponse(IReadOnlyList<ChangeItem> Items, IReadOnlyList<string> Missing);

internal static class GatherChanges
{
    private const int Usual = 20;

    /// <param name="limit">1 to 50; 20 where nothing is said.</param>
    public static async Task<Ok<MyChangesResponse>> Handle(HttpContext http, ServiceCalls calls, CancellationToken cancel, int? limit = null)
    {
        Field.Require(limit is null or (>= 1 and <= ChangesEndpoints.MostShown), "limit", "field.range", 1, ChangesEndpoints.MostShown);
        var (caller, size) = (((SessionPrincipal)http.User).Post.Caller, limit ?? Usual);
        string[] services = [.. calls.Services.Where(service => caller.Scope is not null && caller.Permissions.Allows(TaskEndpoints.PermissionFor(service)))];
        var answers = await Task.WhenAll(services.Select(service => calls.GetAsync<List<ChangeItem>>(http, service, $"/api/v1/{service}/changes?limit={size}", cancel)));
        return TypedResults.Ok(new MyChangesResponse(
            [.. answers.SelectMany(items => items ?? []).OrderByDescending(item => item.Id).Take(size)],
            [.. services.Zip(answers).Where(pair => pair.Second is null).Select(pair => pair.First)]));
    }
}
