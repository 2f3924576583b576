using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PartyCloud.Gateway.Forwarding;
using Yarp.ReverseProxy;

namespace PartyCloud.Gateway.Documents;

/// <summary>
/// One OpenAPI document of all that can be asked for through the gateway: its own routes and those of each service. A service that
/// does not answer is shown as it was last seen, and named under <c>x-unavailable</c>.
/// </summary>
internal sealed class MergedDocument(IServiceProvider services, IProxyStateLookup clusters, IHttpClientFactory clients, IConfiguration configuration, TimeProvider clock, ILogger<MergedDocument> log) : IDisposable
{
    public const string Route = "/openapi/v1.json";

    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileIncomplete = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<string, JsonObject> lastSeen = new(StringComparer.Ordinal);
    private volatile Merged? merged;

    public async Task<byte[]> GetAsync(CancellationToken cancel)
    {
        if (merged is { } fresh && clock.GetUtcNow() < fresh.StaleAt)
        {
            return fresh.Bytes;
        }

        await gate.WaitAsync(cancel);
        try
        {
            if (merged is not { } known || clock.GetUtcNow() >= known.StaleAt)
            {
                var (document, complete) = await MergeAsync(cancel);
                merged = known = new(JsonSerializer.SerializeToUtf8Bytes(document, Json), clock.GetUtcNow() + (complete ? Lasting : WhileIncomplete));
            }

            return known.Bytes;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<(JsonObject Document, bool Complete)> MergeAsync(CancellationToken cancel)
    {
        var document = await OwnAsync(cancel);
        document["info"]!["title"] = "PartyCloud";
        var known = Forwarding.Forwarding.Services(configuration);
        var answers = await Task.WhenAll(known.Select(service => FetchAsync(service, cancel)));
        var missing = new JsonArray();
        foreach (var (service, answer) in known.Zip(answers))
        {
            if (answer is not null)
            {
                lastSeen[service] = answer;
            }
            else
            {
                missing.Add(service);
            }

            if (lastSeen.TryGetValue(service, out var found))
            {
                DocumentMerging.Add(document, (JsonObject)found.DeepClone(), service);
            }
        }

        if (missing.Count > 0)
        {
            document["x-unavailable"] = missing;
        }

        return (document, missing.Count == 0);
    }

    private async Task<JsonObject> OwnAsync(CancellationToken cancel)
    {
        var own = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(cancel);
        return (JsonObject)JsonNode.Parse(await own.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel))!;
    }

    private async Task<JsonObject?> FetchAsync(string service, CancellationToken cancel)
    {
        try
        {
            using var client = clients.CreateClient(nameof(MergedDocument));
            await using var stream = await client.GetStreamAsync(new Uri(clusters.AddressOf(service), Route), cancel);
            return await JsonNode.ParseAsync(stream, cancellationToken: cancel) as JsonObject;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("The document of {Service} could not be read: {Reason}", service, exception.Message);
            return null;
        }
    }

    private sealed record Merged(byte[] Bytes, DateTimeOffset StaleAt);
}
