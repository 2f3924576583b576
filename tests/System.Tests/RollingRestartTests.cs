using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>An upgrade as people see it: they do not. Of two replicas of every part one is always there.</summary>
[Collection(SandboxFixture.Name)]
public sealed class RollingRestartTests(SandboxFixture fixture)
{
    private const int Callers = 3;

    // Steady work, not a race: what is looked for is a request that fails.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private static readonly string[] Services = ["organizations", "members", "assessment", "pairing"];

    private static readonly string[] Lists =
        ["/api/v1/organizations?limit=20", "/api/v1/members?limit=20", "/api/v1/assessment/cycles?limit=20", "/api/v1/pairing/pairs?limit=20", "/api/v1/tasks", "/api/v1/changes?types=organization"];

    [Fact]
    public async Task Two_replicas_of_every_part_are_restarted_one_after_another_and_no_request_fails()
    {
        var system = fixture.System;
        using var portal = new Portal(system.GatewayAddress, "admin", system.Secrets.AdminPassword);
        var root = (string)(await portal.PostAsync("/api/v1/organizations", new { name = "样例市委", kind = "committee", domainType = "village" }, HttpStatusCode.Created))["id"]!;
        await AllAnswerAsync(portal);

        using var ended = new CancellationTokenSource();
        using var balancer = new Balancer([system.GatewayAddress, system.AddressOf("gateway-2")]);
        var token = await TokenAsync(system);
        var load = new Load();
        var callers = Enumerable.Range(0, Callers).Select(number => Task.Run(() => CallAsync(number, balancer, token, root, load, ended.Token))).ToArray();

        foreach (var round in (string[])["", "-2"])
        {
            await Task.WhenAll(Services.Select(service => system.RestartAsync(service + round)));
            await AllAnswerAsync(portal);
        }

        // What was looked at through the first gateway is looked at through the second while the first is away.
        foreach (var gateway in (string[])["gateway-2", "gateway"])
        {
            await system.RestartAsync(gateway);
            await balancer.BothServeAsync();
        }

        await ended.CancelAsync();
        await Task.WhenAll(callers);
        Assert.True(load.Failures.IsEmpty, string.Join(Environment.NewLine, load.Failures.Take(20)));
        Assert.True(load.Answers > 200, $"Only {load.Answers} requests were answered: that is no load.");
        Assert.NotEmpty(load.Registered);
        var names = (await portal.ListAsync($"/api/v1/organizations?under={root}")).Select(organization => (string)organization["name"]!).Where(name => name != "样例市委").Order(StringComparer.Ordinal);
        Assert.Equal(load.Registered.Order(StringComparer.Ordinal), names);
    }

    /// <summary>Each of the four services is held to be there twice.</summary>
    private static Task AllAnswerAsync(Portal portal) => SystemFixture.Passes(async () =>
    {
        var rows = (await portal.GetAsync("/api/v1/operations/status"))["services"]!.AsArray();
        foreach (var service in Services)
        {
            var row = rows.Single(row => (string)row!["service"]! == service)!;
            Assert.Equal((2, 2), ((int)row["replicas"]!, (int)row["availableReplicas"]!));
        }
    });

    private static async Task<string> TokenAsync(LocalSystem system)
    {
        using var client = new HttpClient { BaseAddress = system.GatewayAddress };
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { userName = "admin", password = system.Secrets.AdminPassword });
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["accessToken"]!;
    }

    /// <summary>Reads every list in turn and registers a branch after each turn; each request is sent once and must succeed.</summary>
    private static async Task CallAsync(int number, Balancer balancer, string token, string root, Load load, CancellationToken ended)
    {
        for (var turn = 0; !ended.IsCancellationRequested; turn++)
        {
            foreach (var list in Lists)
            {
                await SendAsync(HttpMethod.Get, list, null, HttpStatusCode.OK);
            }

            var name = $"样例支部{number}-{turn}";
            if (await SendAsync(HttpMethod.Post, "/api/v1/organizations", new { name, kind = "branch", domainType = "village", parentId = root }, HttpStatusCode.Created))
            {
                load.Registered.Add(name);
            }
        }

        async Task<bool> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode expected)
        {
            await Task.Delay(Pause, CancellationToken.None);
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            try
            {
                using var answer = await balancer.Next().SendAsync(request, CancellationToken.None);
                if (answer.StatusCode == expected)
                {
                    load.Answered();
                    return true;
                }

                load.Failures.Add($"{TimeProvider.System.GetUtcNow():T} {method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            }
            catch (HttpRequestException failure)
            {
                load.Failures.Add($"{TimeProvider.System.GetUtcNow():T} {method} {path}: {failure.Message}");
            }

            return false;
        }
    }

    private sealed class Load
    {
        private int _answers;

        public ConcurrentBag<string> Failures { get; } = [];

        public ConcurrentBag<string> Registered { get; } = [];

        public int Answers => _answers;

        public void Answered() => Interlocked.Increment(ref _answers);
    }

    /// <summary>What stands before the gateways of a city: hands requests in turn to those that say that they are well, and asks them so twice a second.</summary>
    private sealed class Balancer : IDisposable
    {
        private readonly HttpClient[] _gateways;
        private readonly bool[] _serve;
        private readonly CancellationTokenSource _ended = new();
        private int _turn;

        public Balancer(Uri[] gateways)
        {
            _gateways = [.. gateways.Select(address => new HttpClient { BaseAddress = address })];
            _serve = [.. gateways.Select(_ => true)];
            _ = LookAsync();
        }

        public HttpClient Next()
        {
            while (true)
            {
                var one = (int)((uint)Interlocked.Increment(ref _turn) % _gateways.Length);
                if (Volatile.Read(ref _serve[one]) || !_serve.Contains(true))
                {
                    return _gateways[one];
                }
            }
        }

        public Task BothServeAsync() => Eventually.Holds(() => !_serve.Contains(false), SystemFixture.Patience, "Both gateways serve");

        public void Dispose()
        {
            _ended.Cancel();
            Array.ForEach(_gateways, gateway => gateway.Dispose());
            _ended.Dispose();
        }

        private async Task LookAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            while (!_ended.IsCancellationRequested && await timer.WaitForNextTickAsync(_ended.Token))
            {
                for (var one = 0; one < _gateways.Length; one++)
                {
                    Volatile.Write(ref _serve[one], await ServesAsync(_gateways[one]));
                }
            }
        }

        private static async Task<bool> ServesAsync(HttpClient gateway)
        {
            try
            {
                using var answer = await gateway.GetAsync("/health");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
