using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.ServiceDefaults.Tests.Telemetry;

/// <summary>A measure is lost to all hosts of a process when one of them ends, so no other ends beside these.</summary>
[Collection("alone")]
public sealed partial class TelemetryTests
{
    [Fact]
    public async Task Metrics_are_text_that_Prometheus_reads_with_cumulative_buckets()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        for (var call = 0; call < 7; call++)
        {
            Assert.Equal("42", await client.GetStringAsync("/in/42"));
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).StatusCode);
        PartyCloud.ServiceDefaults.Telemetry.Telemetry.Meter.CreateCounter<long>("test.rows", "{row}", "Rows \"read\"\nso far").Add(3, new KeyValuePair<string, object?>("a.b", "x\"\\\ny"));

        using var answer = await client.GetAsync("/metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var buckets = new Dictionary<string, List<(double Bound, double Count)>>(StringComparer.Ordinal);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var text = await answer.Content.ReadAsStringAsync();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                Assert.True(types.TryAdd(words[2], words[3]), $"{words[2]} is described twice.");
                continue;
            }

            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            var name = sample.Groups["name"].Value;
            var value = double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
            Assert.True(types.ContainsKey(name) || types.ContainsKey(Suffix().Replace(name, "")), $"{name} has no type.");
            var series = Bound().Replace($"{name}{{{sample.Groups["labels"].Value}}}", "");
            if (name.EndsWith("_bucket", StringComparison.Ordinal))
            {
                var bound = Bound().Match(line).Groups[1].Value;
                buckets.TryAdd(series.Replace("_bucket{", "{", StringComparison.Ordinal), []);
                buckets[series.Replace("_bucket{", "{", StringComparison.Ordinal)].Add((bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture), value));
            }
            else
            {
                Assert.True(values.TryAdd(series, value), $"{series} stands twice.");
            }
        }

        Assert.Equal("counter", types["test_rows_total"]);
        Assert.Contains("a_b=\"x\\\"\\\\\\ny\"", text, StringComparison.Ordinal);
        Assert.Contains("# HELP test_rows_total Rows \"read\"\\nso far\n", text, StringComparison.Ordinal);
        Assert.Equal("histogram", types["http_server_request_duration_seconds"]);
        Assert.NotEmpty(buckets);
        foreach (var (series, counts) in buckets)
        {
            Assert.Equal(counts.OrderBy(bucket => bucket.Bound), counts);
            Assert.Equal(counts.OrderBy(bucket => bucket.Count), counts);
            Assert.Equal(double.PositiveInfinity, counts[^1].Bound);
            Assert.Equal(values[series.Replace("{otel", "_count{otel", StringComparison.Ordinal)], counts[^1].Count);
        }

        Assert.Equal(7, values.Where(value => value.Key.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal) && value.Key.Contains("/in/{n}", StringComparison.Ordinal)).Sum(value => value.Value));
    }

    [Fact]
    public async Task Traces_measures_and_logs_reach_a_receiver_and_health_requests_leave_no_trace()
    {
        var received = new ConcurrentDictionary<string, StringBuilder>(StringComparer.Ordinal);
        var receiver = WebApplication.CreateSlimBuilder();
        receiver.Logging.ClearProviders();
        await using var collector = receiver.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{kind}", async (string kind, HttpRequest request) =>
        {
            Assert.Equal("application/x-protobuf", request.ContentType);
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            received.AddOrUpdate(kind, _ => new StringBuilder(text), (_, all) => all.Append(text));
        });
        await collector.StartAsync();

        await using (var app = await StartAsync(collector.Urls.Single()))
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            await client.GetStringAsync("/in/17");
            await client.GetStringAsync("/alive");
            Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/fail")).StatusCode);
            await app.StopAsync();
        }

        var traces = received["traces"].ToString();
        Assert.Contains("GET /in/{n}", traces, StringComparison.Ordinal);
        Assert.Contains("sample-service", traces, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /alive", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("inside alive", traces, StringComparison.Ordinal);
        Assert.Contains("inside in", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["metrics"].ToString(), StringComparison.Ordinal);
        Assert.Contains("Asked for 17", received["logs"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_of_a_sheet_has_its_text_in_both_languages()
    {
        foreach (var code in SheetCodes.All)
        {
            Assert.True(Texts.Has(code, Texts.Chinese), code);
            Assert.True(Texts.Has(code, Texts.English), code);
        }
    }

    private static async Task<WebApplication> StartAsync(string? receiver = null)
    {
        var builder = WebApplication.CreateSlimBuilder(receiver is null ? [] : [$"--OTEL_EXPORTER_OTLP_ENDPOINT={receiver}"]);
        builder.AddTelemetry("sample-service");
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseServerSpans();
        app.MapGet("/in/{n}", (int n, ILogger<TelemetryTests> log) =>
        {
            using var span = PartyCloud.ServiceDefaults.Telemetry.Telemetry.Source.StartActivity("inside in");
            log.LogInformation("Asked for {N}", n);
            return n;
        });
        app.MapGet("/alive", () =>
        {
            using var span = PartyCloud.ServiceDefaults.Telemetry.Telemetry.Source.StartActivity("inside alive");
            return "alive";
        });
        app.MapGet("/fail", string () => throw new InvalidOperationException("as it must"));
        app.MapPrometheus();
        await app.StartAsync();
        return app;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*")*)\} (?<value>-?[0-9.]+(?:E[+-]?[0-9]+)?|[+-]Inf|NaN)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(""",le="([^"]+)"(?=\})""")]
    private static partial Regex Bound();
}
