using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// Webhooks of changed organizations, from the first that arrives to the last, against HttpClient that posts the same body to the same receiver as often, as many at a time. The
/// limit signs nothing, reads no feed and keeps no account of what was delivered.
/// </summary>
internal static class WebhookMeasure
{
    private const int Messages = 4_000, PerStatement = 500, AtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var arrived = new ConcurrentDictionary<string, long>();
        byte[] sample = [];
        await using var receiver = await Receiver.StartAsync(system.WebhookPort, (request, body) =>
        {
            if (request.Headers["webhook-id"] is [{ } id])
            {
                arrived.TryAdd(id, Stopwatch.GetTimestamp());
                sample = body;
            }
        });
        using var gateway = await AdministratorAsync(system, cancel);
        var webhook = await HasWebhookAsync(gateway, receiver.Address, cancel);
        // What changed before the endpoint's feed was first looked at is not told.
        await UntilAsync(async () => (await gateway.GetFromJsonAsync<JsonNode>(webhook, cancel))!["begunAt"] is not null, cancel);
        using var bare = new HttpClient();

        await ToldAsync();
        await PostedAsync();
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, ToldAsync, PostedAsync);
        using var removed = await gateway.DeleteAsync(new Uri(webhook, UriKind.Relative), cancel);
        return [new("webhooks of changed organizations", rates[0], rates[1], "messages/s", Series.Ratio(rates[0], rates[1]), null, $"{Messages:#,0} messages, {AtOnce} at a time, to one endpoint")];

        async Task<double> ToldAsync()
        {
            arrived.Clear();
            for (var first = SampleData.FirstBranch; first < SampleData.FirstBranch + Messages; first += PerStatement)
            {
                await system.ExecuteAsync(
                    BenchSystem.Organizations, "update party_organizations set version = version + 1 where id = any($1)", cancel, Enumerable.Range(first, PerStatement).Select(SampleData.Id).ToArray());
            }

            await UntilAsync(() => Task.FromResult(arrived.Count == Messages), cancel);
            return (Messages - 1) / Stopwatch.GetElapsedTime(arrived.Values.Min(), arrived.Values.Max()).TotalSeconds;
        }

        async Task<double> PostedAsync()
        {
            var (start, next) = (Stopwatch.GetTimestamp(), 0);
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                while (Interlocked.Increment(ref next) <= Messages)
                {
                    using var content = new ByteArrayContent(sample);
                    using var answer = await bare.PostAsync(receiver.Address, content, cancel);
                    answer.EnsureSuccessStatusCode();
                }
            }));
            return Messages / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static async Task<HttpClient> AdministratorAsync(BenchSystem system, CancellationToken cancel)
    {
        var client = new HttpClient { BaseAddress = system.AddressOf(BenchSystem.Gateway) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await GatewayMeasure.SignInAsync(system, cancel));
        var me = (await client.GetFromJsonAsync<JsonNode>("/api/v1/me", cancel))!;
        client.DefaultRequestHeaders.Add("X-Post", (string)me["posts"]!.AsArray().Single(post => (string?)post!["role"] == "securityAdmin")!["id"]!);
        return client;
    }

    private static async Task<string> HasWebhookAsync(HttpClient gateway, Uri receiver, CancellationToken cancel)
    {
        var app = await PostAsync("/api/v1/apps", new
        {
            // The folder may hold the app of an earlier run.
            name = $"benchmark {Guid.CreateVersion7():N}",
            contact = "benchmark",
            environment = "production",
            scopes = new[] { new { resource = "organizations", access = "read" } },
        });
        var webhooks = $"/api/v1/apps/{app["id"]}/webhooks";
        return $"{webhooks}/{(await PostAsync(webhooks, new { url = receiver, types = (string[])["organization.updated"] }))["webhook"]!["id"]}";

        async Task<JsonNode> PostAsync(string path, object body)
        {
            using var answer = await gateway.PostAsJsonAsync(path, body, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {text}");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancel)
    {
        for (var start = Stopwatch.GetTimestamp(); !await condition();)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"It has not come about within {Patience.TotalMinutes:0} minutes.");
            }

            await Task.Delay(50, cancel);
        }
    }
}
