using System.Globalization;
using System.Text.RegularExpressions;
using PartyCloud.Benchmarks.Running;

namespace PartyCloud.Benchmarks.Load;

/// <summary>A figure of one run of wrk.</summary>
internal sealed record HttpRun(double Rate, double P99Milliseconds);

/// <summary>HTTP load by wrk: each request asks for a random path.</summary>
internal sealed partial class Wrk : IDisposable
{
    private readonly string script = Path.GetTempFileName();
    private readonly Uri address;

    /// <param name="address">Of the service.</param>
    /// <param name="token">The caller's.</param>
    /// <param name="path">A Lua expression that gives a path; <see cref="RandomId"/> and <see cref="OneOf"/> make its random parts.</param>
    public Wrk(Uri address, string token, string path)
    {
        this.address = address;
        // Each thread needs numbers of its own.
        File.WriteAllText(script, $$"""
            local threads = 0
            function setup(thread)
              threads = threads + 1
              thread:set("seed", threads)
            end
            function init(args)
              math.randomseed(os.time() * 10 + seed)
              wrk.headers["Authorization"] = "Bearer {{token}}"
            end
            function request()
              return wrk.format("GET", {{path}})
            end
            """);
    }

    /// <summary>The tail of every run, in order.</summary>
    public List<double> P99 { get; } = [];

    /// <summary>What the service and the database have taken so far, where that is to be told.</summary>
    public Func<(TimeSpan Service, TimeSpan Database)>? ProcessorTimes { get; init; }

    /// <summary>Microseconds of processor time that a request took in the service and in the database, in the last run.</summary>
    public (double Service, double Database) Costs { get; private set; }

    /// <summary>The tail and the costs in words.</summary>
    public string Note => string.Create(
        CultureInfo.InvariantCulture,
        $"p99 {new Series(P99).Median:0.0} ms{(ProcessorTimes is null ? "" : $"; CPU a request: service {Costs.Service:0} µs, database {Costs.Database:0} µs")}");

    /// <summary>A Lua expression: an id between two numbers.</summary>
    public static string RandomId(int first, int last) => $"string.format(\"00000000-0000-0000-0000-%012x\", math.random({first}, {last}))";

    /// <summary>A Lua expression: one of several texts.</summary>
    public static string OneOf(IReadOnlyList<string> texts) => $"({{{string.Join(',', texts.Select(text => $"\"{text}\""))}}})[math.random({texts.Count})]";

    public async Task<double> RateAsync(int seconds, CancellationToken cancel)
    {
        var before = ProcessorTimes?.Invoke();
        var run = await RunAsync(seconds, cancel);
        P99.Add(run.P99Milliseconds);
        if (before is { } start && ProcessorTimes?.Invoke() is { } end)
        {
            var requests = run.Rate * seconds;
            Costs = ((end.Service - start.Service).TotalMicroseconds / requests, (end.Database - start.Database).TotalMicroseconds / requests);
        }

        return run.Rate;
    }

    /// <summary>Lets the service compile what it runs often, and what it has then seen to be worth more; on a busy machine that takes a while.</summary>
    public async Task WarmUpAsync(CancellationToken cancel)
    {
        const double enough = 60_000;
        var requests = 0.0;
        for (var run = 0; run < 10 && requests < enough; run++)
        {
            requests += (await RunAsync(5, cancel)).Rate * 5;
        }
    }

    public void Dispose() => File.Delete(script);

    private async Task<HttpRun> RunAsync(int seconds, CancellationToken cancel)
    {
        var output = await Tools.RunAsync(
            "wrk", ["-t2", $"-c{PgBench.Clients}", $"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script, address.ToString()], new Dictionary<string, string>(), cancel);
        if (Failures().Match(output) is { Success: true } failures)
        {
            throw new InvalidOperationException($"The service refused requests: {failures.Value}");
        }

        var tail = Tail().Match(output);
        return new(Number(Rate().Match(output).Groups[1].Value), Number(tail.Groups[1].Value) * tail.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 });
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Tail();

    [GeneratedRegex(@"Non-2xx or 3xx responses: \d+|Socket errors: .*")]
    private static partial Regex Failures();
}
