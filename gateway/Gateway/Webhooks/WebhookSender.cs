using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using PartyCloud.Client.Webhooks;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>What came of an attempt.</summary>
/// <param name="Status">Null where there was no answer.</param>
/// <param name="Problem">The code of what went wrong; null when it was delivered.</param>
/// <param name="RetryAfter">What the receiver asked for, within bounds.</param>
internal sealed record WebhookOutcome(int? Status, string? Problem, TimeSpan? RetryAfter, int Milliseconds)
{
    public bool IsDelivered => Problem is null;
}

/// <summary>Sends one message once: to an address that was looked at, by no proxy, following nobody, and with no cookies.</summary>
internal sealed class WebhookSender : IDisposable
{
    // What the receiver answers besides its status is not read, or no more than it takes to keep the connection.
    private const int MostOfAnswer = 4 << 10;

    private readonly WebhookTargets targets;
    private readonly WebhookSettings settings;
    private readonly TimeProvider clock;
    private readonly HttpMessageInvoker client;

    public WebhookSender(WebhookTargets targets, IOptions<WebhookSettings> options, TimeProvider clock)
    {
        (this.targets, settings, this.clock) = (targets, options.Value, clock);
        client = new(new SocketsHttpHandler
        {
            ConnectCallback = targets.ConnectAsync,
            ConnectTimeout = settings.Timeout,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MostOfAnswer,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            // What a name stands for is asked anew every so often.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        });
    }

    /// <param name="keys">The secrets in use, the newest first; each signs.</param>
    public async Task<WebhookOutcome> SendAsync(string url, IEnumerable<byte[]> keys, Guid id, string body, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        if (targets.FaultOf(url, out var target) is { } fault)
        {
            return Failed(fault);
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(new("PartyCloud-Webhooks", "1"));
        request.Headers.Add(WebhookSignature.IdHeader, id.ToString());
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, string.Join(' ', keys.Select(key => WebhookSignature.Sign(key, id.ToString(), timestamp, bytes))));
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(settings.Timeout);
        try
        {
            using var answer = await client.SendAsync(request, within.Token);
            var status = (int)answer.StatusCode;
            return new(status, ProblemOf(status), RetryAfterOf(status, answer.Headers.RetryAfter), Milliseconds());
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return Failed(exception is OperationCanceledException ? "webhook.timeout" : Causes(exception) switch
            {
                { Refused: { } refused } => refused.Code,
                { Tls: true } => "webhook.tls",
                _ => "webhook.connection",
            });
        }

        WebhookOutcome Failed(string problem) => new(null, problem, null, Milliseconds());

        int Milliseconds() => (int)Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    public void Dispose() => client.Dispose();

    private static string? ProblemOf(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => "webhook.redirect",
        StatusCodes.Status410Gone => "webhook.gone",
        _ => "webhook.status",
    };

    private static (WebhookTargetException? Refused, bool Tls) Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is WebhookTargetException refused)
            {
                return (refused, false);
            }

            if (cause is AuthenticationException)
            {
                return (null, true);
            }
        }

        return default;
    }

    private TimeSpan? RetryAfterOf(int status, RetryConditionHeaderValue? header)
    {
        if (status is not (StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            || (header?.Delta ?? header?.Date - clock.GetUtcNow()) is not { } asked)
        {
            return null;
        }

        return asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : asked < settings.LongestRetryAfter ? asked : settings.LongestRetryAfter;
    }
}
