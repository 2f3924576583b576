using System.Diagnostics;
using System.Text.Json;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.ServiceDefaults.Messaging;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// Facts from the outbox of one service to the committed effect in another, against the bare client of RabbitMQ that publishes and consumes one message a fact.
/// </summary>
internal static class OutboxMeasure
{
    private const int Facts = 40_000;

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var outbox = new MemberFactsOutbox(system);
        await using var bare = await BareClient.ConnectAsync(system.BrokerAddress, cancel);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Event<MemberState>(Guid.CreateVersion7(), new(Guid.CreateVersion7(), 1, Guid.CreateVersion7(), MemberStatus.Formal, false)), Wire.Json);
        await OursAsync();
        await bare.RateAsync(body, Facts / 4, cancel);
        var rates = await Rounds.InterleaveAsync(system.Options.Rounds, OursAsync, () => bare.RateAsync(body, Facts, cancel));
        return
        [
            new(
                "outbox to consumer, against the bare client", rates[0], rates[1], "facts/s", Series.Ratio(rates[0], rates[1]), Bar.AtLeast(0.5),
                "ours to the commit of the counts in the other service; bare: quorum queue, confirms, one message a fact"),
        ];

        async Task<double> OursAsync()
        {
            await outbox.BeginAsync(cancel);
            await using var connection = await BenchSystem.OpenAsync(system.Admin(BenchSystem.Members), cancel);
            await outbox.WriteAsync(connection, Facts, cancel);
            var start = Stopwatch.GetTimestamp();
            await outbox.ReceivedAsync(Facts, cancel);
            return Facts / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
