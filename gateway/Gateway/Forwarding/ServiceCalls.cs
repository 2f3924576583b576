using System.Globalization;
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
    public IReadOnlyList<string> Services { get; } = Forwarding.Services(configuration);

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

    /// <summary>Asks under a post that the gateway chose, and tells a refusal as well: what the caller sent may be at fault.</summary>
    public Task<ServiceAnswer<T>> AnswerAsync<T>(CultureInfo culture, ActingPost post, string service, string path, TimeSpan patience, CancellationToken cancel)
        where T : class => SendAsync<T>(culture, post, HttpMethod.Get, service, path, patience, cancel);

    public Task<ServiceAnswer<T>> WriteAsync<T>(CultureInfo culture, ActingPost post, string service, string path, object body, TimeSpan patience, CancellationToken cancel)
        where T : class => SendAsync<T>(culture, post, HttpMethod.Post, service, path, patience, cancel, body);

    private async Task<T?> AskAsync<T>(HttpContext http, HttpMethod method, string service, string path, TimeSpan patience, CancellationToken cancel)
        where T : class
    {
        var answer = await SendAsync<T>(Texts.CultureOf(http), ((SessionPrincipal)http.User).Post, method, service, path, patience, cancel);
        if (answer.Refusal is { } refusal)
        {
            log.LogWarning("{Service} answered {Status} when it was asked for {Path}", service, refusal.Status, path);
        }

        return answer.Body;
    }

    private async Task<ServiceAnswer<T>> SendAsync<T>(CultureInfo culture, ActingPost post, HttpMethod method, string service, string path, TimeSpan patience, CancellationToken cancel, object? body = null)
        where T : class
    {
        using var client = clients.CreateClient(nameof(ServiceCalls));
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(clusters.AddressOf(service), path)) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Wire.Json) };
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(post.Authorization(tokens, clock.GetUtcNow()));
            request.Headers.AcceptLanguage.Add(new(culture.Name));
            using var answer = await client.SendAsync(request, within.Token);
            return answer.IsSuccessStatusCode
                ? new(await answer.Content.ReadFromJsonAsync<T>(Wire.Json, within.Token), null)
                : new(null, await answer.Content.ReadFromJsonAsync<Problem>(Wire.Json, within.Token));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("{Service} did not answer when it was asked for {Path}: {Reason}", service, path, exception.Message);
            return default;
        }
    }
}

/// <summary>What a service said; neither where it did not answer.</summary>
internal readonly record struct ServiceAnswer<T>(T? Body, Problem? Refusal)
    where T : class;
