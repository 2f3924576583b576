using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>One member by id through the gateway, under a session, against the same asked of the service itself.</summary>
internal static class GatewayMeasure
{
    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        using var gateway = new Wrk(system.AddressOf(BenchSystem.Gateway), await SignInAsync(system, cancel), MemberReads.ByIdPath);
        using var direct = system.Http(BenchSystem.Members, MemberReads.ByIdPath);
        await gateway.WarmUpAsync(cancel);
        await direct.WarmUpAsync(cancel);
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, () => gateway.RateAsync(seconds, cancel), () => direct.RateAsync(seconds, cancel));
        return
        [
            new(
                "one member by id through the gateway, against direct", rates[0], rates[1], "requests/s", Series.Ratio(rates[0], rates[1]), Bar.AtLeast(0.35),
                gateway.Note),
        ];
    }

    /// <returns>The first administrator's token.</returns>
    public static async Task<string> SignInAsync(BenchSystem system, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = system.AddressOf(BenchSystem.Gateway) };
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { userName = "admin", password = system.AdminPassword }, cancel);
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(cancel))!["accessToken"]!;
    }
}
