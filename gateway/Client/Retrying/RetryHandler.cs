using System.Net;
using Polly;
using Polly.Retry;

namespace PartyCloud.Client.Retrying;

/// <summary>
/// Sends a call again that nobody let in (429, 503) or whose answer was lost on the way (502, 504, a broken connection), after the time that the server
/// asks for, else after 0.5 s, 1 s, 2 s and so on, with jitter. What is not known to have been left undone is repeated only where a repetition does nothing twice: a POST is
/// given an Idempotency-Key for that, a PATCH is not repeated.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private const string IdempotencyKey = "Idempotency-Key";
    private static readonly ResiliencePropertyKey<HttpMethod> Method = new("method");

    private readonly ResiliencePipeline<HttpResponseMessage>? pipeline;

    public RetryHandler(int retries, TimeSpan longestWait, TimeProvider clock)
    {
        if (retries > 0)
        {
            pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromSeconds(0.5),
                    MaxDelay = longestWait,
                    ShouldHandle = attempt => ValueTask.FromResult(
                        MayRepeat(attempt.Context.Properties.GetValue(Method, HttpMethod.Patch), attempt.Outcome) && !(AskedFor(attempt.Outcome.Result, clock) > longestWait)),
                    DelayGenerator = attempt => ValueTask.FromResult(AskedFor(attempt.Outcome.Result, clock)),
                    OnRetry = attempt =>
                    {
                        attempt.Outcome.Result?.Dispose();
                        return ValueTask.CompletedTask;
                    },
                })
                .Build();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (pipeline is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (request.Method == HttpMethod.Post && !request.Headers.Contains(IdempotencyKey))
        {
            request.Headers.Add(IdempotencyKey, Guid.CreateVersion7().ToString());
        }

        // What streams can be sent once.
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Method, request.Method);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, call) => await call.Send(call.Request, context.CancellationToken), context, (Request: request, Send: (Sending)base.SendAsync));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool MayRepeat(HttpMethod method, Outcome<HttpResponseMessage> outcome) => outcome.Result?.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => method != HttpMethod.Patch,
        null => outcome.Exception is HttpRequestException && method != HttpMethod.Patch,
        _ => false,
    };

    private static TimeSpan? AskedFor(HttpResponseMessage? answer, TimeProvider clock) =>
        answer?.Headers.RetryAfter is not { } asked ? null : asked.Delta ?? asked.Date - clock.GetUtcNow();

    private delegate Task<HttpResponseMessage> Sending(HttpRequestMessage request, CancellationToken cancel);
}
