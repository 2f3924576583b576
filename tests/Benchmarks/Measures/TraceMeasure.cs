using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// What it costs in rate that every request is traced, with its measures and logs sent off too: one member by id, asked of a service that tells a collector by OTLP, against the same
/// service that tells nobody. The collector takes in what comes and drops it, on the same two cores.
/// </summary>
internal static class TraceMeasure
{
    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var seconds = system.Options.Seconds;
        long batches = 0, bytes = 0;
        await using var collector = await Receiver.StartAsync(BenchSystem.FreePort(), (request, body) =>
        {
            if (request.Path == "/v1/traces")
            {
                Interlocked.Increment(ref batches);
                Interlocked.Add(ref bytes, body.Length);
            }
        });
        await using var telling = await Twin.StartAsync(system, BenchSystem.Members, new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString() }, cancel);
        await using var silent = await Twin.StartAsync(system, BenchSystem.Members, [], cancel);
        using var traced = new Wrk(telling.Address, system.Token, MemberReads.ByIdPath);
        using var plain = new Wrk(silent.Address, system.Token, MemberReads.ByIdPath);
        await traced.WarmUpAsync(cancel);
        await plain.WarmUpAsync(cancel);
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, () => traced.RateAsync(seconds, cancel), () => plain.RateAsync(seconds, cancel));
        return batches > 0
            ? [new("one member by id, each request traced", rates[0], rates[1], "requests/s", Series.Ratio(rates[0], rates[1]), null, $"{traced.Note}; {batches:#,0} batches of spans, {bytes / 1024 / 1024:#,0} MiB")]
            : throw new InvalidOperationException("The collector was told of no trace.");
    }
}
