using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tasks;
using Yarp.ReverseProxy;

namespace PartyCloud.Gateway.Tasks;

/// <summary>What waits for the caller in all services (待办清单).</summary>
/// <param name="Items">The most urgent first; of each kind only so many.</param>
/// <param name="Counts">By kind; 1,000 stands for all beyond it as well.</param>
/// <param name="Missing">The services that did not answer in time: what waits there is not in the list.</param>
public sealed record MyTasksResponse(IReadOnlyList<TaskItem> Items, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<string> Missing);

internal static class GatherTasksEndpoints
{
    public static void AddTasks(this IServiceCollection services) =>
        services.AddHttpClient(nameof(GatherTasks)).ConfigureHttpClient(client =>
        {
            client.Timeout = GatherTasks.Patience;
            client.MaxResponseContentBufferSize = 4 << 20;
        });

    public static void MapTasks(this IEndpointRouteBuilder app) => app.MapApi("tasks", "Me").RequireAuthorization()
        .MapGet("", GatherTasks.Handle)
        .WithName(nameof(GatherTasks)).WithSummary("待办 · What waits for me, gathered from all services");
}

/// <summary>Asks all services at once in the caller's name. One that does not answer is named, and keeps nobody from the rest of the day's work.</summary>
internal static class GatherTasks
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="limit">How many of a kind are shown, 1 to 50; 20 where nothing is said.</param>
    public static async Task<Ok<MyTasksResponse>> Handle(
        HttpContext http, IConfiguration configuration, IProxyStateLookup clusters, IHttpClientFactory clients, InternalTokens tokens, TimeProvider clock,
        ILogger<MyTasksResponse> log, CancellationToken cancel, int? limit = null)
    {
        Field.Require(limit is null or (>= 1 and <= TaskGathering.MostShown), "limit", "field.range", 1, TaskGathering.MostShown);
        var post = ((SessionPrincipal)http.User).Post;
        // Who may read nothing in a service has nothing to do there, and need not be refused first.
        string[] services = [.. from service in Forwarding.Forwarding.Services(configuration)
                                where post.Caller.Scope is not null && post.Caller.Permissions.Allows(TaskEndpoints.PermissionFor(service.Service))
                                select service.Service];
        var answers = await Task.WhenAll(services.Select(AskAsync));
        var answered = answers.OfType<TaskList>().ToList();
        return TypedResults.Ok(new MyTasksResponse(
            [.. answered.SelectMany(list => list.Items).MostUrgentFirst()],
            answered.SelectMany(list => list.Counts).GroupBy(count => count.Key, count => count.Value, StringComparer.Ordinal)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.Sum(), StringComparer.Ordinal),
            [.. services.Zip(answers).Where(pair => pair.Second is null).Select(pair => pair.First)]));

        async Task<TaskList?> AskAsync(string service)
        {
            if (AddressOf(clusters, service) is not { } address)
            {
                return null;
            }

            using var client = clients.CreateClient(nameof(GatherTasks));
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, $"/api/v1/{service}/tasks{(limit is null ? "" : $"?limit={limit}")}"));
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(post.Authorization(tokens, clock.GetUtcNow()));
            request.Headers.AcceptLanguage.Add(new(Texts.CultureOf(http).Name));
            try
            {
                using var answer = await client.SendAsync(request, cancel);
                if (answer.IsSuccessStatusCode)
                {
                    return await answer.Content.ReadFromJsonAsync<TaskList>(Wire.Json, cancel);
                }

                log.LogWarning("{Service} answered {Status} when it was asked for tasks", service, (int)answer.StatusCode);
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException && !cancel.IsCancellationRequested)
            {
                log.LogWarning("{Service} did not say what tasks there are: {Reason}", service, exception.Message);
            }

            return null;
        }
    }

    // One of those that the proxy holds for healthy, so that a replica that is away costs nobody his list.
    private static Uri? AddressOf(IProxyStateLookup clusters, string service) =>
        clusters.TryGetCluster(service, out var cluster) && cluster.DestinationsState.AvailableDestinations is { Count: > 0 } available
            ? new Uri(available[Random.Shared.Next(available.Count)].Model.Config.Address)
            : null;
}
