using System.Net.Http.Headers;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using Yarp.ReverseProxy;

namespace PartyCloud.Gateway.Forwarding;

/// <summary>
/// Asks the services in the caller's name for what the gateway gathers. One that does not answer in time is told by a null, and keeps
/// nobody from what the others said.
/// </summary>
internal sealed class ServiceCalls(
    IConfiguration configuration, IProxyStateLookup clusters, IHttpClientFactory clients, InternalTokens tokens, TimeProvider clock, ILogger<ServiceCalls> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>By name.</summary>
    public IReadOnlyList<string> Services { get; } = [.. Forwarding.Services(configuration).Select(service => service.Service)];

    public static void Add(IServiceCollection services)
    {
        services.AddHttpClient(nameof(ServiceCalls)).ConfigureHttpClient(client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = 4 << 20;
        });
        services.AddSingleton<ServiceCalls>();
    }

    public Task<T?> GetAsync<T>(HttpContext http, string service, string path, CancellationToken cancel, TimeSpan? patience = null)
        where T : class => AskAsync<T>(http, HttpMethod.Get, service, path, patience ?? Patience, cancel);

    /// <summary>For what takes its time.</summary>
    public Task<T?> PostAsync<T>(HttpContext http, string service, string path, TimeSpan patience, CancellationToken cancel)
        where T : class => AskAsync<T>(http, HttpMethod.Post, service, path, patience, cancel);

    /// <summary>How many replicas the settings name, and how many of them the proxy holds for healthy.</summary>
    public (int All, int Available) ReplicasOf(string service) =>
        clusters.TryGetCluster(service, out var cluster) ? (cluster.DestinationsState.AllDestinations.Count, cluster.DestinationsState.AvailableDestinations.Count) : (0, 0);

    private async Task<T?> AskAsync<T>(HttpContext http, HttpMethod method, string service, string path, TimeSpan patience, CancellationToken cancel)
        where T : class
    {
        if (AddressOf(service) is not { } address)
        {
            return null;
        }

        using var client = clients.CreateClient(nameof(ServiceCalls));
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(((SessionPrincipal)http.User).Post.Authorization(tokens, clock.GetUtcNow()));
        request.Headers.AcceptLanguage.Add(new(Texts.CultureOf(http).Name));
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(patience);
        try
        {
            using var answer = await client.SendAsync(request, within.Token);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<T>(Wire.Json, within.Token);
            }

            log.LogWarning("{Service} answered {Status} when it was asked for {Path}", service, (int)answer.StatusCode, path);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("{Service} did not answer when it was asked for {Path}: {Reason}", service, path, exception.Message);
        }

        return null;
    }

    // One of those that the proxy holds for healthy, so that a replica that is away costs nobody his answer.
    private Uri? AddressOf(string service) =>
        clusters.TryGetCluster(service, out var cluster) && cluster.DestinationsState.AvailableDestinations is { Count: > 0 } available
            ? new Uri(available[Random.Shared.Next(available.Count)].Model.Config.Address)
            : null;
}
