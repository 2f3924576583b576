using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>One thing that is measured, by the name under which it is asked for.</summary>
internal sealed record Measure(string Name, Func<BenchSystem, CancellationToken, Task<IReadOnlyList<Result>>> RunAsync)
{
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("hot-reads", HotReadMeasure.RunAsync),
        new("lists", ListMeasure.RunAsync),
        new("levels", LevelMeasure.RunAsync),
        new("rollup", RollupMeasure.RunAsync),
        new("gateway", GatewayMeasure.RunAsync),
        new("signature", SignatureMeasure.RunAsync),
        new("row-security", RowSecurityMeasure.RunAsync),
        new("selection", SelectionMeasure.RunAsync),
        new("outbox", OutboxMeasure.RunAsync),
        new("lag", LagMeasure.RunAsync),
        new("feed", FeedMeasure.RunAsync),
        new("webhooks", WebhookMeasure.RunAsync),
        new("traces", TraceMeasure.RunAsync),
        // The last, as it leaves more members behind than it found.
        new("import", ImportMeasure.RunAsync),
    ];
}
