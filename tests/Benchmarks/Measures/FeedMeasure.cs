using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PartyCloud.Benchmarks.Running;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// The change feed of members as a portal reads it, a thousand changes a call, against Npgsql that reads the whole rows of the same members by their ids, a thousand at a time.
/// </summary>
internal static class FeedMeasure
{
    private const int Changes = 40_000, PerStatement = 500, PerCall = 1000;

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        using var portal = system.Client(BenchSystem.Members);
        await using var bare = await BenchSystem.OpenAsync(system.Admin(BenchSystem.Members), cancel);
        var begin = (string)(await PageAsync(portal, null, cancel))["cursor"]!;
        for (var first = 1; first <= Changes; first += PerStatement)
        {
            await system.ExecuteAsync(
                BenchSystem.Members, "update members set version = version + 1 where id = any($1)", cancel, Enumerable.Range(first, PerStatement).Select(SampleData.Id).ToArray());
        }

        await ReadAsync(portal, begin, cancel);
        await ReadBareAsync(bare, cancel);
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, () => ReadAsync(portal, begin, cancel), () => ReadBareAsync(bare, cancel));
        return [new("change feed of members, 1,000 a call", rates[0], rates[1], "changes/s", Series.Ratio(rates[0], rates[1]), null, $"{Changes:#,0} changes in {Changes / PerStatement} statements")];
    }

    private static async Task<double> ReadAsync(HttpClient portal, string begin, CancellationToken cancel)
    {
        var (start, read, more) = (Stopwatch.GetTimestamp(), 0, true);
        for (var cursor = begin; more;)
        {
            var page = await PageAsync(portal, cursor, cancel);
            read += page["items"]!.AsArray().Count;
            (cursor, more) = ((string)page["cursor"]!, (bool)page["more"]!);
        }

        return read == Changes ? read / Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException($"The feed told {read} changes where {Changes} were made.");
    }

    private static async Task<JsonNode> PageAsync(HttpClient portal, string? cursor, CancellationToken cancel) =>
        (await portal.GetFromJsonAsync<JsonNode>($"/api/v1/members/feed?limit={PerCall}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}", cancel))!;

    private static async Task<double> ReadBareAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var (start, read) = (Stopwatch.GetTimestamp(), 0);
        for (var first = 1; first <= Changes; first += PerCall)
        {
            await using var command = new NpgsqlCommand("select * from members where id = any($1)", connection);
            await using var reader = await command.With(Enumerable.Range(first, PerCall).Select(SampleData.Id).ToArray()).ExecuteReaderAsync(cancel);
            var values = new object[reader.FieldCount];
            for (; await reader.ReadAsync(cancel); read++)
            {
                reader.GetValues(values);
            }
        }

        return read / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
